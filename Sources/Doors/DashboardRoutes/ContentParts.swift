internal import Dashboard
internal import JSON
internal import Library
internal import Operations

/// A content item as readers see it: its body by its shape, with what the library says of its assets now (M12).
struct ContentParts {
    private let reading: ContentReading
    private let view: ContentView
    private let assets: [String: Asset]

    init(_ reading: ContentReading, _ view: ContentView) {
        self.reading = reading
        self.view = view
        assets = reading.references.reduce(into: [:]) { assets, reference in
            guard let key = reference.slot.key, assets[key] == nil else { return }
            assets[key] = reference.asset.flatMap { reading.assets[$0] }
        }
    }

    func all() async throws -> [ContentPartModel] {
        let body = reading.body
        if body.isEmpty { return [] }
        if reading.item.format == .markdown { return [.markdown(try await view.rendered(body))] }
        if let draft = BodyDraft(body, of: reading.item.type) { return try await parts(draft.fields, level: 1) }
        guard let value = try? JSONParser.parse(Array(body.utf8)) else { return [.source(body)] }
        return [.source(value.keepsNumbers ? value.prettySource : body)]
    }

    private func parts(_ fields: [BodyField], level: Int) async throws -> [ContentPartModel] {
        var parts: [ContentPartModel] = []
        for field in fields { parts += try await self.parts(field, level: level) }
        return parts
    }

    private func parts(_ field: BodyField, level: Int) async throws -> [ContentPartModel] {
        switch field {
        case .text(let path, let value, _):
            if value.isEmpty { return [] }
            return [path.lastName == "heading" ? .heading(value, level: level) : .text(value)]
        case .markdown(_, let value): return value.isEmpty ? [] : [.markdown(try await view.rendered(value))]
        case .choice: return []
        case .media(let path, let written): return media(path, written)
        case .record(let path, let kind, let fields):
            return try await record(kind ?? path.lastName ?? "", path, fields, level: level)
        case .list(_, let items, _): return try await parts(items, level: level)
        case .other(_, _, let value): return [.source(value.prettySource)]
        }
    }

    private func media(_ path: JSONPath, _ written: String?, alt: String = "", caption: String = "") -> [ContentPartModel] {
        if let asset = assets[path.description] { return [.media(view.media(asset), alt: alt, caption: caption)] }
        return written.map { [.broken($0)] } ?? []
    }

    private func record(
        _ kind: String, _ path: JSONPath, _ fields: [BodyField], level: Int
    ) async throws -> [ContentPartModel] {
        let texts = Texts(fields)
        switch kind {
        case "image": return isMedia(fields) ? media(path, texts.written, alt: texts["alt"], caption: texts["caption"]) : []
        case "button":
            let picture = assets[path.member("image").description].map(view.media)
            return [.link(texts["text"], address: texts["url"], picture)]
        case "video", "document", "attachment": return entry(path, texts)
        default:
            let inner = try await parts(fields, level: min(level + 1, 4))
            return inner.isEmpty && kind != "column" ? [] : [.group(kind: kind, inner)]
        }
    }

    private func isMedia(_ fields: [BodyField]) -> Bool {
        if case .media? = fields.first { true } else { false }
    }

    /// An entry of a list: its asset, or where it leads.
    private func entry(_ path: JSONPath, _ texts: Texts) -> [ContentPartModel] {
        let (name, link) = (texts["title"] + texts["name"], texts["link"])
        if assets[path.description] != nil { return media(path, texts.written, caption: name) }
        if link.hasPrefix("http://") || link.hasPrefix("https://") { return [.link(name, address: link, nil)] }
        return (name.isEmpty ? [] : [.text(name)]) + media(path, texts.written)
    }
}

/// The texts of a record by their names.
private struct Texts {
    private var values: [String: String] = [:]
    private(set) var written: String?

    init(_ fields: [BodyField]) {
        for field in fields {
            switch field {
            case .text(let path, let value, _): values[path.lastName ?? ""] = value
            case .media(_, let written): if self.written == nil { self.written = written }
            default: break
            }
        }
    }

    subscript(name: String) -> String { values[name] ?? "" }
}
