import Dashboard
import Markup

/// The pages of Markdown documents in their fullest states, every text hostile but what the renderer answers for.
func documentPages() throws -> [(name: String, html: String)] {
    let named = OrganizationModel(slug: "demo", name: hostileName)
    let sidebar = SidebarModel(
        context: try sampleContext(userEmail: hostileName), organization: named, organizations: [named],
        storage: StorageModel(usedBytes: 1, limitBytes: 2, maxFileBytes: 3), canAdminister: true, canDelete: true,
        isDocuments: true)
    let rendered = RenderedDocumentModel.html(HTML(rendered: "<p>words</p>"), unresolved: [hostileName, hostileName])
    let errors = ["title", "markdown"].map { FieldErrorModel(field: $0, code: "unheard_of", detail: hostileName) }
    let list = DocumentListPageModel(
        sidebar: sidebar, search: hostileName, page: 2,
        rows: [.init(id: "d1", title: hostileName, updatedAt: sampleTime)], hasMore: true, canCreate: true,
        noticeCode: "documentDeleted")
    let page = DocumentPageModel(
        sidebar: sidebar, id: "d1", title: hostileName, updatedAt: sampleTime, etag: #""1""#, rendered: rendered,
        canEdit: true, canDelete: true, problem: hostileName)
    let forms = DocumentFormPageModel.Conflict.allCases.map { conflict in
        DocumentFormPageModel(
            sidebar: sidebar, id: "d1", etag: #""1""#, title: hostileName, markdown: hostileName, errors: errors,
            conflict: conflict, preview: rendered, canUpload: true)
    }
    let failed = DocumentFormPageModel(
        sidebar: sidebar, problem: hostileName, preview: .problem(hostileName), canUpload: false)
    var nothing = list
    nothing.rows = []
    return [
        ("documents", DocumentListPage.html(list).string), ("no document found", DocumentListPage.html(nothing).string),
        ("document", DocumentPage.html(page).string),
    ] + (forms + [failed]).map { ("document form", DocumentFormPage.html($0).string) }
}
