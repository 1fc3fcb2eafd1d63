/// A field of a content item's editor; `path` is the way to it in the body.
package indirect enum ContentFieldModel: Sendable {
    case text(path: String, name: String, value: String, rows: Int)
    case choice(path: String, name: String, value: String, of: [String])
    /// `written` is what names the asset; `media` is nil where that leads nowhere.
    case media(path: String, name: String, written: String?, media: ContentMediaModel?)
    /// `kind` is what an item of a list is called; nil for a member by its `name`.
    case record(path: String, name: String, kind: String?, [ContentFieldModel])
    case list(path: String, name: String, [ContentFieldModel], adds: [String])
    case other(path: String, kind: String?, source: String)
}

/// What a content item's form carries from request to request.
package struct ContentDraftModel: Sendable {
    /// Empty for a new item.
    package var externalID: String
    package var type: String
    package var isNew: Bool
    package var title: String
    package var url: String
    package var body: String
    package var etag: String
    /// Whether the body is Markdown, not JSON.
    package var isMarkdown: Bool

    package init(
        externalID: String, type: String, isNew: Bool, title: String = "", url: String = "", body: String = "",
        etag: String = "", isMarkdown: Bool = false
    ) {
        self.externalID = externalID
        self.type = type
        self.isNew = isNew
        self.title = title
        self.url = url
        self.body = body
        self.etag = etag
        self.isMarkdown = isMarkdown
    }
}

/// The form that writes a content item.
package struct ContentFormPageModel: Sendable {
    package var sidebar: SidebarModel
    package var draft: ContentDraftModel
    /// Where the form goes to, and where leaving it leads.
    package var action: String
    package var back: String
    /// Nil where the body is edited as its source.
    package var fields: [ContentFieldModel]?
    /// Whether the type has an editor that this body does not fit.
    package var hasUnusualBody: Bool
    package var errors: [FieldErrorModel] = []
    package var isConflict = false
    package var problem: String?

    package init(
        sidebar: SidebarModel, draft: ContentDraftModel, action: String, back: String, fields: [ContentFieldModel]?,
        hasUnusualBody: Bool
    ) {
        self.sidebar = sidebar
        self.draft = draft
        self.action = action
        self.back = back
        self.fields = fields
        self.hasUnusualBody = hasUnusualBody
    }
}

/// What of the library can be put into a field.
package struct ContentPickerModel: Sendable {
    package var sidebar: SidebarModel
    package var draft: ContentDraftModel
    package var action: String
    /// The field's place in the body.
    package var path: String
    package var search: String
    package var tag: String
    package var cards: [AssetCardModel]
    package var canUpload: Bool
    package var needsMediaType: Bool
    package var problem: String?

    package init(
        sidebar: SidebarModel, draft: ContentDraftModel, action: String, path: String, search: String, tag: String,
        cards: [AssetCardModel], canUpload: Bool, needsMediaType: Bool, problem: String? = nil
    ) {
        self.sidebar = sidebar
        self.draft = draft
        self.action = action
        self.path = path
        self.search = search
        self.tag = tag
        self.cards = cards
        self.canUpload = canUpload
        self.needsMediaType = needsMediaType
        self.problem = problem
    }
}
