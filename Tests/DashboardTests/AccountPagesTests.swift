import Dashboard
import Markup
import Testing

@Suite("The profile and the API tokens")
struct AccountPagesTests {
    @Test("the profile tells where somebody belongs and as what, and every form carries the session's token")
    func profile() throws {
        let html = ProfilePage.html(try sampleProfile(text: "editor@example.org")).string
        #expect(html.contains("Owner") && html.contains("As superadmin") && html.contains("The password was changed."))
        #expect(html.occurrences(of: #"<form"#) == html.occurrences(of: #"<input type="hidden" name="csrf" value="token-1">"#))
        for action in ["/profile/password", "/profile/sign-out-everywhere", "/profile/delete", "/logout"] {
            #expect(html.contains(#"method="post" action="\#(action)""#))
        }
        #expect(html.occurrences(of: #"type="password""#) == 3)
    }

    @Test("an error stands under the field of its form, anything else above all")
    func errors() throws {
        let wrong = FieldErrorModel(field: "currentPassword", code: "wrong", detail: "This is not your password.")
        let html = ProfilePage.html(try sampleProfile(text: "x", errors: [wrong], problem: "Not now.")).string
        #expect(html.contains(#"id="profile-currentPassword-error">This is not your password.</p>"#))
        #expect(html.occurrences(of: #"aria-invalid="true""#) == 1)
        #expect(html.contains(#"role="alert""#) && html.contains("Not now."))
    }

    @Test("a token's secret stands there once, with a word that it is not shown again")
    func secret() throws {
        let html = TokensPage.html(try sampleTokens([sampleToken()], secret: "vt_secret")).string
        #expect(html.occurrences(of: "vt_secret") == 1 && html.contains("It is not shown again."))
        #expect(!TokensPage.html(try sampleTokens([sampleToken()])).string.contains("token-secret"))
    }

    @Test("the list tells what has expired and what was never used, and names what a button revokes")
    func list() throws {
        let tokens = [
            sampleToken(expiresAt: sampleTime - 1), sampleToken(id: "t2", name: "", expiresAt: sampleTime + 86_400),
            sampleToken(id: "t3", lastUsedAt: sampleTime - 60),
        ]
        let html = TokensPage.html(try sampleTokens(tokens, next: "t3")).string
        #expect(html.occurrences(of: "Expired ") == 1 && html.occurrences(of: "<td>Never</td>") == 3)
        #expect(html.contains(#"action="/org/demo/settings/tokens/t2/revoke""#) && html.contains("Without a name"))
        #expect(html.contains(#"href="/org/demo/settings/tokens?cursor=t3""#))
        #expect(TokensPage.html(try sampleTokens([])).string.contains("There are no tokens yet."))
    }

    @Test("what was typed stays when it was refused")
    func refused() throws {
        let error = FieldErrorModel(field: "name", code: "blank", detail: "Give it a name.")
        let form = TokensPageModel.Form(name: "x", scope: .admin, lifetime: .never, errors: [error])
        let html = TokensPage.html(try sampleTokens([], form: form)).string
        #expect(html.contains(#"value="admin" selected"#) && html.contains(#"value="never" selected"#))
        #expect(html.contains(#"id="token-name-error">Give it a name.</p>"#))
    }
}
