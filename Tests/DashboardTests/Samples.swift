import Dashboard
import Markup

/// A name that would break out of text, attributes, scripts and addresses if anything forgot to escape it.
let hostileName = #""><script>alert('1')</script><img src=x onerror=alert(2)> & {count} \u{202E}gpj.exe"#

let demo = OrganizationModel(slug: "demo", name: "Demo")

/// 9 March 2025, 14:05 UTC.
let sampleTime: Int64 = 1_741_529_100

func sampleContext(userEmail: String? = "editor@example.org", now: Int64 = sampleTime) throws -> PageContext {
    PageContext(
        localization: try Localization.load(), staticFiles: StaticFiles(hashes: ["library.js": "0a1b"]), csrfToken: "token-1",
        userEmail: userEmail, now: now)
}

func sampleScope(
    query: LibraryQuery = LibraryQuery(), permissions: LibraryPermissions? = nil, organization: OrganizationModel = demo
) throws -> LibraryScopeModel {
    LibraryScopeModel(
        context: try sampleContext(), organization: organization,
        permissions: permissions ?? LibraryPermissions(canUpload: true, canEdit: true, canDelete: true), query: query)
}

func sampleCard(
    id: String = "a1", name: String = "harbour.jpg", kind: AssetKindModel = .image, mediaType: String = "image/jpeg",
    thumbnailStatus: ThumbnailStatusModel = .ready, tags: [String] = []
) -> AssetCardModel {
    AssetCardModel(
        id: id, name: name, kind: kind, mediaType: mediaType, byteSize: 2_516_582, width: kind == .image ? 1600 : nil,
        height: kind == .image ? 1067 : nil, thumbnailURL: thumbnailStatus == .ready ? "/files/thumbnails/\(id).webp" : nil,
        thumbnailStatus: thumbnailStatus, placeholder: "LEHV6nWB2yk8pyo0adR*.7kCMdnj",
        publicURL: "https://media.example/files/\(id).jpg", createdAt: sampleTime - 7200, tags: tags)
}

func sampleDetail(card: AssetCardModel = sampleCard(), form: MetadataFormModel = sampleForm()) -> AssetDetailModel {
    AssetDetailModel(
        card: card, previewURL: card.thumbnailURL, checksum: "5f70bf18a086007016e948b04aed3b82103a36bea41755b6cddfaf10ace3c6ef",
        uploadedBy: "editor@example.org", updatedAt: sampleTime, form: form)
}

func sampleForm(errors: [FieldErrorModel] = [], isConflict: Bool = false, text: String = "") -> MetadataFormModel {
    MetadataFormModel(
        displayName: text, title: text, altText: text, description: text, label: text, logicalPath: text, tags: text,
        mediaType: "logo", visibility: "private", etag: "\"7\"", errors: errors,
        isConflict: isConflict)
}

func samplePage(
    scope: LibraryScopeModel? = nil, cards: [AssetCardModel] = [sampleCard(), sampleCard(id: "a2")],
    selected: AssetDetailModel? = nil,
    notice: String? = nil, refusals: [UploadRefusalModel] = []
) throws -> LibraryPageModel {
    LibraryPageModel(
        scope: try scope ?? sampleScope(), organizations: [demo, OrganizationModel(slug: "other", name: "Other")],
        storage: StorageModel(usedBytes: 734_003_200, limitBytes: 1_073_741_824, maxFileBytes: 26_214_400),
        results: ResultsModel(cards: cards, total: cards.count, pagination: PaginationModel()), selected: selected,
        noticeCode: notice,
        uploadRefusals: refusals, uploadedCount: 2)
}

/// Every kind of page in its fullest state, every text hostile.
func everyPage() throws -> [(name: String, html: String)] {
    let scope = try sampleScope(
        query: LibraryQuery(
            text: hostileName, kinds: [.image], sort: .title, page: 2, folder: .folder(hostileName), tags: [hostileName, "b"],
            use: .orphaned, pathPrefix: hostileName))
    let organization = OrganizationModel(slug: "demo", name: hostileName)
    let cards = AssetKindModel.allCases.enumerated().map {
        sampleCard(id: "a\($0)", name: hostileName, kind: $1, thumbnailStatus: .failed, tags: [hostileName])
    }
    let card = sampleCard(id: "open", name: hostileName)
    let form = sampleForm(
        errors: [FieldErrorModel(field: "altText", code: "unheard_of", detail: hostileName)], isConflict: true, text: hostileName)
    var full = try samplePage(
        scope: scope, cards: cards + [card], selected: sampleDetail(card: card, form: form), notice: "saved",
        refusals: [UploadRefusalModel(fileName: hostileName, reason: hostileName)])
    full.organize(hostileName)
    let context = try sampleContext(userEmail: hostileName)
    let named = OrganizationModel(slug: "demo", name: hostileName, logoURL: "/files/organizations/o/logo/\(hostileName)")
    let settings = SettingsPageModel(
        sidebar: SidebarModel(
            context: context, organization: named, organizations: [named, organization],
            storage: StorageModel(usedBytes: 1, limitBytes: 2, maxFileBytes: 3), canAdminister: true, isSettings: true),
        settings: sampleSettings(text: hostileName, error: hostileName),
        logoAddress: "https://media.example/\(hostileName)", maximumLogoBytes: 2 << 20,
        logoError: FieldErrorModel(field: "file", code: "unheard_of", detail: hostileName), noticeCode: "logoSet")
    return try peoplePages() + organizingPages() + documentPages() + usagePages() + [
        ("trash", TrashPage.html(try sampleTrash(text: hostileName)).string),
        ("settings", SettingsPage.html(settings).string),
        ("profile", ProfilePage.html(try sampleProfile(text: hostileName, problem: hostileName)).string),
        ("tokens", TokensPage.html(try sampleTokens([sampleToken(name: hostileName)], secret: hostileName)).string),
        ("library", LibraryPage.html(full).string),
        ("empty", LibraryPage.html(try samplePage(cards: [])).string),
        ("nothing found", LibraryPage.html(try samplePage(scope: scope, cards: [])).string),
        (
            "login",
            LoginPage.html(LoginPageModel(context: context, email: hostileName, problem: .wrongCredentials, next: hostileName))
                .string
        ),
        (
            "delete",
            DeletePage.html(DeletePageModel(context: context, organization: organization, card: card, problem: hostileName))
                .string
        ),
        (
            "error",
            ErrorPage.html(ErrorPageModel(context: context, status: 403, requestID: hostileName, detail: hostileName)).string
        ),
    ]
}

extension StringProtocol {
    /// How often a piece of text occurs.
    func occurrences(of piece: String) -> Int {
        ranges(of: piece).count
    }
}
