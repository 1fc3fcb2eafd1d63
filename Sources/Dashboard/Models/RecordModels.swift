/// What the pages of companies and people are about.
package enum RecordKindModel: String, CaseIterable, Sendable {
    case company, person

    /// The last part of their list's address, and what words about them begin with.
    var plural: String {
        switch self {
        case .company: "companies"
        case .person: "people"
        }
    }

    /// `/org/<slug>/companies`.
    package func path(in organization: OrganizationModel) -> String { organization.recordsPath(plural) }

    var icon: Icon {
        switch self {
        case .company: .company
        case .person: .person
        }
    }
}

/// One asset among the media of a company or a person.
package struct RecordMediaModel: Sendable {
    package var card: AssetCardModel
    /// Nil where it has none.
    package var label: String?
    /// `avatar`, `logo` or `banner`; empty for none of these.
    package var mediaType: String

    package init(card: AssetCardModel, label: String?, mediaType: String) {
        self.card = card
        self.label = label
        self.mediaType = mediaType
    }
}

/// The list of an organization's companies, or of its people.
package struct RecordListPageModel: Sendable {
    package struct Row: Sendable {
        package var id: String
        package var name: String
        package var primaryMedia: RecordMediaModel?
        package var mediaCount: Int

        package init(id: String, name: String, primaryMedia: RecordMediaModel?, mediaCount: Int) {
            self.id = id
            self.name = name
            self.primaryMedia = primaryMedia
            self.mediaCount = mediaCount
        }
    }

    package var sidebar: SidebarModel
    package var kind: RecordKindModel
    package var rows: [Row]
    /// Where the list goes on; nil at its end.
    package var next: String?
    package var canCreate: Bool
    /// The name that was typed and not taken.
    package var typedName: String
    package var errors: [FieldErrorModel]
    package var noticeCode: String?

    package init(
        sidebar: SidebarModel, kind: RecordKindModel, rows: [Row], next: String?, canCreate: Bool, typedName: String = "",
        errors: [FieldErrorModel] = [], noticeCode: String? = nil
    ) {
        self.sidebar = sidebar
        self.kind = kind
        self.rows = rows
        self.next = next
        self.canCreate = canCreate
        self.typedName = typedName
        self.errors = errors
        self.noticeCode = noticeCode
    }
}

/// One company or person with its media.
package struct RecordPageModel: Sendable {
    /// What of the library can be added.
    package struct Choices: Sendable {
        package var search: String
        package var cards: [AssetCardModel]

        package init(search: String, cards: [AssetCardModel]) {
            self.search = search
            self.cards = cards
        }
    }

    package var sidebar: SidebarModel
    package var kind: RecordKindModel
    package var id: String
    package var name: String
    package var etag: String
    /// The primary one first.
    package var media: [RecordMediaModel]
    package var canEdit: Bool
    package var canDelete: Bool
    /// Nil until somebody wants to add media.
    package var choices: Choices?
    /// What was typed in the place of the name, and not taken.
    package var typedName: String?
    package var errors: [FieldErrorModel]
    /// What could not be done, in words.
    package var problem: String?
    package var noticeCode: String?

    package init(
        sidebar: SidebarModel, kind: RecordKindModel, id: String, name: String, etag: String, media: [RecordMediaModel],
        canEdit: Bool, canDelete: Bool, choices: Choices? = nil, typedName: String? = nil, errors: [FieldErrorModel] = [],
        problem: String? = nil, noticeCode: String? = nil
    ) {
        self.sidebar = sidebar
        self.kind = kind
        self.id = id
        self.name = name
        self.etag = etag
        self.media = media
        self.canEdit = canEdit
        self.canDelete = canDelete
        self.choices = choices
        self.typedName = typedName
        self.errors = errors
        self.problem = problem
        self.noticeCode = noticeCode
    }

    var path: String { "\(kind.path(in: sidebar.organization))/\(id)" }
}
