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
    /// Counts the changes, unless the item's own system counts them and says so.
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

    /// For `If-Match`.
    package var entityTag: String { "\"\(revision)-\(String(updatedAt.microseconds, radix: 36))\"" }

    /// What the usages in it name.
    package var target: UsageTarget { UsageTarget(type: type, externalID: externalID) }

    /// Bytes of a JSON body; Markdown has its own limit.
    package static let maximumBodyBytes = 4 << 20
    /// References one body may have.
    package static let maximumReferences = 10_000
    /// An index holds the way to a slot.
    package static let maximumSlotKeyBytes = 1_000
    package static let maximumExternalIDCharacters = 255
    /// As far as JSON's readers count exactly.
    package static let revisions = 0...9_007_199_254_740_991

    /// What a body is written in.
    package enum BodyFormat: String, CaseIterable, Sendable {
        case json, markdown
    }
}

/// What sort of thing a content item is; those with a name here are built in, a host may use any other.
package struct ContentType: Hashable, Sendable {
    package let name: String

    package init(name: String) { self.name = name }

    package static let page = ContentType(name: "page")
    package static let lesson = ContentType(name: "lesson")
    package static let exercise = ContentType(name: "exercise")
    package static let question = ContentType(name: "question")
    package static let document = ContentType(name: "document")
    package static let company = ContentType(name: "company")
    package static let person = ContentType(name: "person")

    /// What people edit here; companies and people have pages of their own.
    package static let edited: [ContentType] = [.page, .lesson, .exercise, .question, .document]

    /// The slot of what has no slot of its own: `page_media`.
    package var mediaSlot: String { name + "_media" }

    /// A name from outside: lower-case letters, digits, `_` and `-` after a letter, at most 64; nil for any other.
    package init?(checking name: String) {
        let isLetter = { (byte: UInt8) in (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte) }
        guard let first = name.utf8.first, isLetter(first), name.utf8.count <= 64,
            name.utf8.allSatisfy({ isLetter($0) || "0123456789_-".utf8.contains($0) })
        else { return nil }
        self.init(name: name)
    }
}

package typealias ContentItemID = ID<ContentItem>
