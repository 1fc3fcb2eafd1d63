internal import JSON
internal import Library

/// The body of a lesson with the assets of its entries filled in (M39): everything else stays as it was written.
enum LessonBody {
    /// Nil where what is stored is no JSON object.
    static func make(
        _ lesson: Lesson, assets: [LessonEntry.List: [AssetID?]], over stored: ContentItem?
    ) -> String? {
        guard var body = base(of: stored) else { return nil }
        for list in LessonEntry.List.allCases {
            guard let entries = lesson.entries[list] else {
                if let document = try? JSONDocument(Array(body.utf8)), document.source(of: list.rawValue) == nil {
                    body = document.setting(list.rawValue, to: "[]") ?? body
                }
                continue
            }
            let sources = zip(entries, assets[list] ?? []).map { entry, asset in
                asset.flatMap { filled(entry.source, with: $0) } ?? entry.source
            }
            guard let document = try? JSONDocument(Array(body.utf8)),
                let next = document.setting(list.rawValue, to: "[" + sources.joined(separator: ",") + "]")
            else { return nil }
            body = next
        }
        return body
    }

    /// The entry with its asset; one that names it already is not touched.
    static func filled(_ entry: String, with asset: AssetID) -> String? {
        guard let document = try? JSONDocument(Array(entry.utf8)), case .object(let members) = document.value else { return nil }
        if case .string(let named)? = members["assetId"], AssetID(named) == asset { return entry }
        return document.setting("assetId", to: JSONDocument.quoted("\(asset)"))
    }

    /// A stored body with the assets of its entries; nil assets leave theirs as they are.
    static func filling(_ assets: [LessonEntry.List: [AssetID?]], in body: String) -> String {
        var body = body
        for (list, assets) in assets where assets.contains(where: { $0 != nil }) {
            guard let document = try? JSONDocument(Array(body.utf8)), let source = document.source(of: list.rawValue),
                let text = filling(assets, inList: source), let filled = document.setting(list.rawValue, to: text)
            else { continue }
            body = filled
        }
        return body
    }

    /// Only the entries change: what stands between them stays.
    private static func filling(_ assets: [AssetID?], inList source: String) -> String? {
        let bytes = Array(source.utf8)
        var scanner = JSONScanner(bytes)
        guard let items = try? scanner.items(), items.count == assets.count else { return nil }
        var (text, position) = ("", 0)
        for (range, asset) in zip(items, assets) {
            guard let asset, let entry = filled(String(decoding: bytes[range], as: UTF8.self), with: asset) else { continue }
            text += String(decoding: bytes[position..<range.lowerBound], as: UTF8.self) + entry
            position = range.upperBound
        }
        return text + String(decoding: bytes[position...], as: UTF8.self)
    }

    static func base(of stored: ContentItem?) -> String? {
        guard let stored, !stored.body.isEmpty else { return "{}" }
        guard stored.format == .json, let document = try? JSONDocument(Array(stored.body.utf8)),
            case .object = document.value
        else { return nil }
        return stored.body
    }
}
