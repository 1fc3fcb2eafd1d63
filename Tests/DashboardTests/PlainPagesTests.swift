import Dashboard
import Markup
import Testing

@Suite("Signing in, confirming and errors")
struct PlainPagesTests {
    @Test("the sign-in page keeps the email, moves the focus to the password, and never keeps that")
    func login() throws {
        let context = try sampleContext(userEmail: nil)
        let html = LoginPage.html(LoginPageModel(context: context, email: "a@b.example", problem: .wrongCredentials)).string
        #expect(html.contains(#"value="a@b.example""#))
        #expect(html.contains(#"autocomplete="current-password" required autofocus"#))
        #expect(html.contains("The email or the password is not right."))
        #expect(!html.contains("/logout"))
    }

    @Test("every sign-in problem has its own words", arguments: LoginProblem.allCases)
    func loginProblems(problem: LoginProblem) throws {
        let html = LoginPage.html(LoginPageModel(context: try sampleContext(userEmail: nil), problem: problem)).string
        #expect(!html.contains("login.problem"))
        #expect(html.contains(#"role="alert""#))
    }

    @Test(
        "confirming a delete says what it means here, posts to the asset, and Cancel leads back to it",
        arguments: [
            (DeletionModel.trash(days: 1), "for 1 day, then"), (.trash(days: 30), "for 30 days, then"),
            (.trash(days: nil), "It can be restored from Trash."), (.archive, "its public address goes on working"),
            (.purge, "This cannot be undone."),
        ])
    func delete(deletion: DeletionModel, words: String) throws {
        let model = DeletePageModel(
            context: try sampleContext(), organization: demo, query: LibraryQuery(text: "har"), card: sampleCard(),
            deletion: deletion)
        let html = DeletePage.html(model).string
        #expect(html.contains(words) && !html.contains(">delete."))
        #expect(html.contains(#"method="post" action="/org/demo/media/assets/a1/delete?q=har""#))
        #expect(html.contains(#"href="/org/demo/media?q=har&amp;asset=a1" data-action="cancel" autofocus>Cancel</a>"#))
    }

    @Test("an error has words, a way on and the request's name; an unknown status reads as the server's fault")
    func errors() throws {
        let context = try sampleContext()
        let missing = ErrorPage.html(ErrorPageModel(context: context, status: 404, homePath: "/org/demo/media", requestID: "r-1"))
            .string
        #expect(missing.contains("There is nothing here"))
        #expect(missing.contains(#"href="/org/demo/media">Go to the library</a>"#))
        #expect(missing.contains("<code>r-1</code>"))
        #expect(ErrorPage.html(ErrorPageModel(context: context, status: 418)).string.contains("Something went wrong here"))
    }
}
