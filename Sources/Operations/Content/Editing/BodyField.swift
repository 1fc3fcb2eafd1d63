package import JSON

/// A body by its shape: what an editor shows, and what readers see, in order.
package indirect enum BodyField: Sendable {
    case text(JSONPath, value: String, rows: Int)
    case markdown(JSONPath, value: String)
    case choice(JSONPath, value: String, of: [String])
    /// `written` is what names the asset now; nil for nothing.
    case media(JSONPath, written: String?)
    /// `kind` is the block's type or what an item is called; nil for a member of its own name.
    case record(JSONPath, kind: String?, [BodyField])
    /// `adds` is what can be added.
    case list(JSONPath, [BodyField], adds: [String])
    /// A block of another sort, as it is.
    case other(JSONPath, kind: String?, JSONValue)

    package var path: JSONPath {
        switch self {
        case .text(let path, _, _), .markdown(let path, _), .choice(let path, _, _), .media(let path, _): path
        case .record(let path, _, _), .list(let path, _, _), .other(let path, _, _): path
        }
    }

    /// The fields of `value`; nil where it cannot be shown by `shape` without losing something.
    package static func fields(of value: JSONValue, _ shape: BodyShape, at path: JSONPath = JSONPath(), kind: String? = nil)
        -> BodyField?
    {
        switch shape {
        case .text(let rows): text(value).map { .text(path, value: $0, rows: rows) }
        case .markdown: text(value).map { .markdown(path, value: $0) }
        case .choice(let choices): text(value).map { .choice(path, value: $0, of: choices) }
        case .media: media(value).map { .media(path, written: $0) }
        case .record(let members, let isMedia): record(value, members, isMedia, path, kind)
        case .list(let item, let name):
            items(value).flatMap { items in
                all(items.enumerated().map { fields(of: $1, item, at: path.item($0), kind: name) })
            }.map { .list(path, $0, adds: [name]) }
        case .blocks:
            items(value).flatMap { items in all(items.enumerated().map { block($1, at: path.item($0)) }) }
                .map { .list(path, $0, adds: BodyShape.blockTypes) }
        }
    }

    private static func block(_ value: JSONValue, at path: JSONPath) -> BodyField? {
        guard case .object(let members) = value, case .string(let type)? = members["type"] else {
            return .other(path, kind: nil, value)
        }
        guard let shape = BodyShape.block(type, members), let field = fields(of: value, shape, at: path, kind: type) else {
            return .other(path, kind: type, value)
        }
        return field
    }

    private static func record(
        _ value: JSONValue, _ members: [BodyShape.Member], _ isMedia: Bool, _ path: JSONPath, _ kind: String?
    ) -> BodyField? {
        let present: [String: JSONValue]
        switch value {
        case .null: present = [:]
        case .object(let members): present = members
        default: return nil
        }
        guard let own = all(members.map { fields(of: present[$0.name] ?? .null, $0.shape, at: path.member($0.name)) }) else {
            return nil
        }
        guard isMedia else { return .record(path, kind: kind, own) }
        return media(value).map { .record(path, kind: kind, [.media(path, written: $0)] + own) }
    }

    /// Nil where one of them is.
    private static func all(_ fields: [BodyField?]) -> [BodyField]? {
        let whole = fields.compactMap(\.self)
        return whole.count == fields.count ? whole : nil
    }

    private static func text(_ value: JSONValue) -> String? {
        switch value {
        case .null: ""
        case .string(let text): text
        default: nil
        }
    }

    private static func items(_ value: JSONValue) -> [JSONValue]? {
        switch value {
        case .null: []
        case .array(let items): items
        default: nil
        }
    }

    /// What names the asset, an empty optional for nothing; nil for what cannot name one.
    private static func media(_ value: JSONValue) -> String?? {
        switch value {
        case .null: return .some(nil)
        case .string(let text): return .some(text.isEmpty ? nil : text)
        case .object(let members):
            for name in ["assetId", "url", "src", "link", "href"] {
                if case .string(let text)? = members[name], !text.isEmpty { return .some(text) }
            }
            return .some(nil)
        default: return nil
        }
    }
}
