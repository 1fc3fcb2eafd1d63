package import Markup

/// The list of an organization's Markdown documents.
package struct DocumentListPageModel: Sendable {
    package struct Row: Sendable {
        package var id: String
        package var title: String
        package var updatedAt: Int64

        package init(id: String, title: String, updatedAt: Int64) {
            self.id = id
            self.title = title
            self.updatedAt = updatedAt
        }
    }

    package var sidebar: SidebarModel
    /// What titles were searched for; empty for all.
    package var search: String
    package var page: Int
    package var rows: [Row]
    package var hasMore: Bool
    package var canCreate: Bool
    package var noticeCode: String?

    package init(
        sidebar: SidebarModel, search: String, page: Int, rows: [Row], hasMore: Bool, canCreate: Bool, noticeCode: String? = nil
    ) {
        self.sidebar = sidebar
        self.search = search
        self.page = page
        self.rows = rows
        self.hasMore = hasMore
        self.canCreate = canCreate
        self.noticeCode = noticeCode
    }
}

/// Markdown as it is shown, or why it cannot be.
package enum RenderedDocumentModel: Sendable {
    /// `unresolved` are the references that led nowhere, as they are written.
    case html(HTML, unresolved: [String])
    case problem(String)
}

/// One document, rendered.
package struct DocumentPageModel: Sendable {
    package var sidebar: SidebarModel
    package var id: String
    package var title: String
    package var updatedAt: Int64
    package var etag: String
    package var rendered: RenderedDocumentModel
    package var canEdit: Bool
    package var canDelete: Bool
    /// Why it could not be deleted, in words.
    package var problem: String?
    package var noticeCode: String?

    package init(
        sidebar: SidebarModel, id: String, title: String, updatedAt: Int64, etag: String, rendered: RenderedDocumentModel,
        canEdit: Bool, canDelete: Bool, problem: String? = nil, noticeCode: String? = nil
    ) {
        self.sidebar = sidebar
        self.id = id
        self.title = title
        self.updatedAt = updatedAt
        self.etag = etag
        self.rendered = rendered
        self.canEdit = canEdit
        self.canDelete = canDelete
        self.problem = problem
        self.noticeCode = noticeCode
    }
}

/// The form that writes a document.
package struct DocumentFormPageModel: Sendable {
    /// Why what was typed is not kept yet.
    package enum Conflict: String, CaseIterable, Sendable {
        /// Somebody else changed it.
        case changed
        /// Somebody else deleted it: saving makes another.
        case deleted
    }

    package var sidebar: SidebarModel
    /// Nil for a new one.
    package var id: String?
    /// The state that was loaded; empty for a new one.
    package var etag: String
    package var title: String
    package var markdown: String
    package var errors: [FieldErrorModel]
    package var conflict: Conflict?
    /// What went wrong beyond the fields, in words.
    package var problem: String?
    /// Nil until it is asked for.
    package var preview: RenderedDocumentModel?
    /// Whether files may be added while writing.
    package var canUpload: Bool

    package init(
        sidebar: SidebarModel, id: String? = nil, etag: String = "", title: String = "", markdown: String = "",
        errors: [FieldErrorModel] = [], conflict: Conflict? = nil, problem: String? = nil,
        preview: RenderedDocumentModel? = nil, canUpload: Bool
    ) {
        self.sidebar = sidebar
        self.id = id
        self.etag = etag
        self.title = title
        self.markdown = markdown
        self.errors = errors
        self.conflict = conflict
        self.problem = problem
        self.preview = preview
        self.canUpload = canUpload
    }
}
