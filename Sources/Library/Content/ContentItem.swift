/// Anything that can use an asset: a page, a lesson, a Markdown document, a company, a person.
package struct ContentItem: Sendable {
    package let id: ContentItemID
    package let organizationID: OrganizationID
    package let type: ContentType
    /// What its own system calls it; unique in its organization and type. Items made here have their `id` for it.
    package let externalID: String
    package var title: String
    /// Where people find it; nil where it has no place of its own.
    package var url: String?
    /// JSON or Markdown, as ``format`` says.
    package var body: String
    package var format: BodyFormat
    /// Counts the changes, for `If-Match`.
    package var revision: Int
    package var createdBy: UserID?
    package let createdAt: Timestamp
    package var updatedAt: Timestamp

    package init(
        id: ContentItemID, organizationID: OrganizationID, type: ContentType, externalID: String? = nil, title: String,
        url: String? = nil, body: String = "", format: BodyFormat = .json, revision: Int = 1, createdBy: UserID?,
        createdAt: Timestamp, updatedAt: Timestamp
    ) {
        self.id = id
        self.organizationID = organizationID
        self.type = type
        self.externalID = externalID ?? id.description
        self.title = title
        self.url = url
        self.body = body
        self.format = format
        self.revision = revision
        self.createdBy = createdBy
        self.createdAt = createdAt
        self.updatedAt = updatedAt
    }

    package var entityTag: String { "\"\(revision)\"" }

    /// What a body is written in.
    package enum BodyFormat: String, CaseIterable, Sendable {
        case json, markdown
    }
}

/// What sort of thing a content item is; those with a name here are built in, a host may use any other.
package struct ContentType: Hashable, Sendable {
    package let name: String

    package init(name: String) { self.name = name }

    package static let document = ContentType(name: "document")
    package static let company = ContentType(name: "company")
    package static let person = ContentType(name: "person")
}

package typealias ContentItemID = ID<ContentItem>
