internal import JSON
package import Library

/// What the editors know of a body: the one place that says how pages, lessons, exercises and questions are written (M35, M36).
///
/// Members that are not named here stay as they are.
package indirect enum BodyShape: Sendable {
    /// Lines of a field for it.
    case text(rows: Int)
    case markdown
    case choice([String])
    /// An object, or a text, that names one asset.
    case media
    /// `isMedia`: the object itself names an asset, beside its members.
    case record([Member], isMedia: Bool = false)
    /// `item` is what one is called.
    case list(BodyShape, item: String)
    /// A list of blocks, each a record by its member `type`.
    case blocks

    package struct Member: Sendable {
        package let name: String
        package let shape: BodyShape

        init(_ name: String, _ shape: BodyShape) {
            self.name = name
            self.shape = shape
        }
    }

    /// Nil for types that have no editor of their own.
    package init?(_ type: ContentType) {
        switch type {
        case .page: self = .record([Member("hero", Self.hero), Member("blocks", .blocks)])
        case .lesson:
            let type = Member("type", .choice(["upload", "youtube", "generic"]))
            let link = Member("link", .text(rows: 1))
            self = .record([
                Member("videos", .list(.record([type, Member("title", .text(rows: 1)), link], isMedia: true), item: "video")),
                Member("documents", .list(.record([Member("name", .text(rows: 1)), link], isMedia: true), item: "document")),
            ])
        case .exercise:
            self = .record([
                Member("attachments", .list(.record([Member("name", .text(rows: 1))], isMedia: true), item: "attachment")),
                Member("questions", .list(Self.question, item: "question")),
            ])
        case .question: self = Self.question
        default: return nil
        }
    }

    /// The blocks of pages, in the order in which they are offered.
    package static let blockTypes = ["text", "markdown", "image", "gallery", "button", "columns", "hero"]

    /// Nil for a block of a host's own sort.
    static func block(_ type: String, _ members: [String: JSONValue]) -> BodyShape? {
        switch type {
        case "text": .record([Member(name(of: ["text", "content", "body"], in: members), .text(rows: 4))])
        case "markdown": .record([Member(name(of: ["text", "markdown", "content", "body"], in: members), .markdown)])
        case "image": picture
        case "gallery": .record([Member("images", .list(picture, item: "image"))])
        case "button":
            .record([Member("text", .text(rows: 1)), Member("url", .text(rows: 1)), Member("image", .media)])
        case "columns": .record([Member("columns", .list(.record([Member("blocks", .blocks)]), item: "column"))])
        case "hero": hero
        default: nil
        }
    }

    /// What this host calls it; the first where there is none yet.
    private static func name(of names: [String], in members: [String: JSONValue]) -> String {
        names.first { members[$0] != nil } ?? names[0]
    }

    private static let hero = BodyShape.record([
        Member("heading", .text(rows: 1)), Member("text", .text(rows: 3)), Member("image", .media), Member("video", .media),
    ])
    private static let picture = BodyShape.record(
        [Member("alt", .text(rows: 1)), Member("caption", .text(rows: 1))], isMedia: true)
    private static let asked = BodyShape.record([Member("text", .text(rows: 2)), Member("media", .media)])
    private static let question = BodyShape.record([
        Member("text", .text(rows: 2)), Member("prompt", asked), Member("explanation", asked),
    ])

    /// What a list gets when somebody adds to it.
    static func newItem(_ kind: String) -> JSONValue {
        switch kind {
        case "gallery": .object(["type": .string(kind), "images": .array([])])
        case "columns":
            .object([
                "type": .string(kind),
                "columns": .array([.object(["blocks": .array([])]), .object(["blocks": .array([])])]),
            ])
        case _ where blockTypes.contains(kind): .object(["type": .string(kind)])
        default: .object([:])
        }
    }
}
