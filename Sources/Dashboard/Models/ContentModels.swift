/// The content of an organization, newest first.
package struct ContentListPageModel: Sendable {
    package struct Row: Sendable {
        package var type: String
        package var title: String
        package var address: String
        package var updatedAt: Int64
        package var referenceCount: Int
        package var brokenCount: Int

        package init(
            type: String, title: String, address: String, updatedAt: Int64, referenceCount: Int, brokenCount: Int
        ) {
            self.type = type
            self.title = title
            self.address = address
            self.updatedAt = updatedAt
            self.referenceCount = referenceCount
            self.brokenCount = brokenCount
        }
    }

    package var sidebar: SidebarModel
    package var search: String
    /// Of which type they are; empty for all.
    package var type: String
    /// Those to choose from.
    package var types: [String]
    package var rows: [Row]
    /// Where the next page begins.
    package var next: String?
    package var canCreate: Bool
    package var noticeCode: String?

    package init(
        sidebar: SidebarModel, search: String, type: String, types: [String], rows: [Row], next: String?, canCreate: Bool,
        noticeCode: String?
    ) {
        self.sidebar = sidebar
        self.search = search
        self.type = type
        self.types = types
        self.rows = rows
        self.next = next
        self.canCreate = canCreate
        self.noticeCode = noticeCode
    }
}

/// An asset where content shows it, with what the library says of it now (M12).
package struct ContentMediaModel: Sendable {
    package var card: AssetCardModel
    package var title: String
    package var altText: String
    /// What is shown large; nil where only its name can be.
    package var pictureURL: String?
    /// Where the asset itself is played or fetched from.
    package var address: String

    package init(card: AssetCardModel, title: String, altText: String, pictureURL: String?, address: String) {
        self.card = card
        self.title = title
        self.altText = altText
        self.pictureURL = pictureURL
        self.address = address
    }
}

/// A piece of content as readers see it.
package indirect enum ContentPartModel: Sendable {
    /// `level` from 2.
    case heading(String, level: Int)
    case text(String)
    case markdown(RenderedDocumentModel)
    /// Alternative text and caption are the content's own, where it has some.
    case media(ContentMediaModel, alt: String, caption: String)
    /// What leads nowhere, as it is written.
    case broken(String)
    case link(String, address: String, ContentMediaModel?)
    case group(kind: String, [ContentPartModel])
    case source(String)
}

/// One content item as readers see it, with what it names.
package struct ContentPageModel: Sendable {
    package struct Reference: Sendable {
        package var slot: String
        package var written: String
        package var asset: AssetCardModel?

        package init(slot: String, written: String, asset: AssetCardModel?) {
            self.slot = slot
            self.written = written
            self.asset = asset
        }
    }

    package var sidebar: SidebarModel
    package var type: String
    package var externalID: String
    package var title: String
    /// Where people find it, elsewhere.
    package var url: String?
    package var path: String
    package var editPath: String
    package var updatedAt: Int64
    package var etag: String
    package var parts: [ContentPartModel]
    package var references: [Reference]
    package var canEdit: Bool
    package var problem: String?
    package var noticeCode: String?

    package init(
        sidebar: SidebarModel, type: String, externalID: String, title: String, url: String?, path: String, editPath: String,
        updatedAt: Int64, etag: String, parts: [ContentPartModel], references: [Reference], canEdit: Bool
    ) {
        self.sidebar = sidebar
        self.type = type
        self.externalID = externalID
        self.title = title
        self.url = url
        self.path = path
        self.editPath = editPath
        self.updatedAt = updatedAt
        self.etag = etag
        self.parts = parts
        self.references = references
        self.canEdit = canEdit
    }
}
