import Markup
import Testing

@testable import Dashboard

@Suite("The settings page")
struct SettingsPageTests {
    private func page(
        logo: String? = nil, error: FieldErrorModel? = nil, settings: OrganizationSettingsModel = sampleSettings()
    ) throws -> String {
        let organization = OrganizationModel(slug: "demo", name: "Demo", logoURL: logo)
        let sidebar = SidebarModel(
            context: try sampleContext(userEmail: "ann@example.org"), organization: organization, organizations: [organization],
            storage: StorageModel(usedBytes: 1, limitBytes: 2, maxFileBytes: 3), canAdminister: true, isSettings: true)
        let address = logo.map { "https://media.example\($0)" }
        return SettingsPage.html(
            SettingsPageModel(
                sidebar: sidebar, settings: settings, logoAddress: address, maximumLogoBytes: 2 << 20, logoError: error)
        ).string
    }

    @Test("without a logo there is nothing to remove, and the organization's letter stands in for it")
    func none() throws {
        let html = try page()
        #expect(html.contains("No logo yet") && html.contains(">Upload logo</button>"))
        #expect(!html.contains("/logo/remove") && !html.contains("<img"))
        #expect(html.occurrences(of: #"<span class="monogram" aria-hidden="true">D</span>"#) == 2)
    }

    @Test("a logo is shown large with words, and small without, beside the name that says it")
    func shown() throws {
        let html = try page(logo: "/files/l.png")
        #expect(html.contains(#"<img class="picture" src="/files/l.png" alt="Logo of Demo">"#))
        #expect(html.occurrences(of: #"<img class="logo" src="/files/l.png" alt="" width="20" height="20">"#) == 2)
        #expect(html.contains(#"value="https://media.example/files/l.png""#) && html.contains(">Replace logo</button>"))
        #expect(html.contains(#"action="/org/demo/settings/logo/remove""#))
    }

    @Test("a refusal stands under its field and is tied to it")
    func refused() throws {
        let html = try page(error: FieldErrorModel(field: "file", code: "type_refused", detail: "Not that kind."))
        #expect(html.contains(#"<p class="error" id="logo-file-error">Not that kind.</p>"#))
        #expect(html.contains(#"aria-describedby="logo-file-hint logo-file-error" aria-invalid="true""#))
    }

    @Test("other sites are written one a line, and a wrong one is told under them")
    func origins() throws {
        var settings = sampleSettings()
        settings.allowedOrigins.value = "https://a.example\nhttps://b.example/<"
        settings.allowedOrigins.error = "Not an origin."
        let html = try page(settings: settings)
        #expect(html.contains(#"<form class="setting-form" method="post" action="/org/demo/settings/origins">"#))
        #expect(html.contains(#"name="allowedOrigins""#))
        #expect(html.contains("\nhttps://a.example\nhttps://b.example/&lt;</textarea>"))
        #expect(html.contains(#"<p class="error" id="origins-allowedOrigins-error">Not an origin.</p>"#))
    }

    @Test("the way there is shown to those who may administer, on the library page too")
    func link() throws {
        #expect(try page().contains(#"<a href="/org/demo/settings" aria-current="page">"#))
        for canAdminister in [true, false] {
            let permissions = LibraryPermissions(
                canUpload: true, canEdit: true, canDelete: true, canAdminister: canAdminister)
            let html = LibraryPage.html(try samplePage(scope: sampleScope(permissions: permissions))).string
            #expect(html.contains(#"href="/org/demo/settings""#) == canAdminister)
        }
    }
}
