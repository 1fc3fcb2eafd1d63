internal import JSON
internal import Library

/// The `videos` or `documents` of a lesson's body, as attach and detach change them (M39): every byte that is no entry's stays.
struct LessonPayload {
    let list: LessonEntry.List
    private let organization: Organization

    /// Nil for a place that is in no lesson's payload.
    init?(at place: UsagePlace, in organization: Organization) {
        guard place.target.type == .lesson else { return nil }
        switch place.slot.type {
        case "lesson_video": list = .videos
        case "lesson_document": list = .documents
        default: return nil
        }
        self.organization = organization
    }

    /// The lesson's body with an entry that names `asset`: an entry that is the asset's without saying so gets its id, else a new one
    /// comes last. Nil where there is nothing to change, or no list to change.
    func attaching(_ asset: Asset, to item: ContentItem) -> String? {
        guard let body = LessonBody.base(of: item), let document = try? JSONDocument(Array(body.utf8)) else { return nil }
        let entries: Entries
        if let source = document.source(of: list.rawValue), source != "null" {
            guard let read = Entries(source) else { return nil }
            entries = read
        } else {
            entries = Entries()
        }
        let read = entries.values.map { LessonEntry($0, list) }
        if read.contains(where: { $0?.assetID.flatMap { AssetID($0) } == asset.id }) { return nil }
        let mine = read.indices.filter { read[$0].map { isEntry($0, of: asset) } ?? false }
        let text =
            mine.isEmpty
            ? entries.appending(entry(of: asset)) : entries.changing(mine) { LessonBody.filled($0, with: asset.id) ?? $0 }
        return document.setting(list.rawValue, to: text)
    }

    /// The lesson's body without the entries that are the asset's; nil where there are none.
    func detaching(_ asset: Asset, from item: ContentItem) -> String? {
        guard let body = LessonBody.base(of: item), let document = try? JSONDocument(Array(body.utf8)),
            let entries = document.source(of: list.rawValue).flatMap(Entries.init)
        else { return nil }
        let read = entries.values.map { LessonEntry($0, list) }
        let mine = read.indices.filter { index in
            guard let entry = read[index] else { return false }
            return entry.assetID.map { AssetID($0) == asset.id } ?? isEntry(entry, of: asset)
        }
        return mine.isEmpty ? nil : document.setting(list.rawValue, to: entries.removing(mine))
    }

    /// Whether an entry without an `assetId` leads to the asset by its key or link.
    private func isEntry(_ entry: LessonEntry, of asset: Asset) -> Bool {
        guard entry.assetID == nil else { return false }
        if let key = entry.key, key == asset.storage?.key { return true }
        return entry.ways(in: organization.id, slug: organization.slug).contains { way in
            switch way {
            case .asset(let id): id == asset.id
            case .key(_, let id): id == asset.id
            case .lookup(let lookup): lookup == .asset(asset.id)
            case .link(let link): asset.provider.isExternal && link.source.text == asset.sourceURL
            case .none: false
            }
        }
    }

    /// `{type, link, title, assetId}` of a film, `{name, link, size, assetId}` of a document.
    private func entry(of asset: Asset) -> String {
        let link = asset.storage?.publicURL ?? asset.sourceURL
        let title = asset.metadata.title ?? asset.metadata.displayName
        let type =
            switch asset.provider {
            case .upload: "upload"
            case .youtube: "youtube"
            case .generic, .externalURL: "generic"
            }
        let (linked, named, id) = (link.map(JSONDocument.quoted) ?? "null", JSONDocument.quoted(title), "\(asset.id)")
        return switch list {
        case .videos: #"{"type":"\#(type)","link":\#(linked),"title":\#(named),"assetId":"\#(id)"}"#
        case .documents:
            #"{"name":\#(named),"link":\#(linked),"size":\#(asset.byteSize.map { "\($0)" } ?? "null"),"assetId":"\#(id)"}"#
        }
    }
}

/// A JSON list by the bytes of its items.
private struct Entries {
    private let bytes: [UInt8]
    private let items: [Range<Int>]
    let values: [JSONValue]

    init() {
        bytes = Array("[]".utf8)
        items = []
        values = []
    }

    /// Nil for what is no list.
    init?(_ source: String) {
        bytes = Array(source.utf8)
        var scanner = JSONScanner(bytes)
        guard scanner.isAtList(), let items = try? scanner.items(), case .array(let values)? = try? JSONParser.parse(bytes) else {
            return nil
        }
        self.items = items
        self.values = values
    }

    func appending(_ item: String) -> String {
        guard let end = items.last?.upperBound ?? bytes.firstIndex(of: UInt8(ascii: "[")).map({ $0 + 1 }) else {
            return "[\(item)]"
        }
        return replacing([(end..<end, items.isEmpty ? item : "," + item)])
    }

    func changing(_ indices: [Int], _ change: (String) -> String) -> String {
        replacing(indices.map { (items[$0], change(String(decoding: bytes[items[$0]], as: UTF8.self))) })
    }

    /// Each with the comma before it, or after it where it is the first.
    func removing(_ indices: [Int]) -> String {
        let kept = items.indices.filter { !indices.contains($0) }
        guard let first = kept.first else {
            return items.isEmpty ? "[]" : replacing([(items[0].lowerBound..<items[items.count - 1].upperBound, "")])
        }
        var cuts: [(Range<Int>, String)] = []
        if first > 0 { cuts.append((items[0].lowerBound..<items[first].lowerBound, "")) }
        for index in indices where index > first { cuts.append((items[index - 1].upperBound..<items[index].upperBound, "")) }
        return replacing(cuts)
    }

    private func replacing(_ changes: [(range: Range<Int>, text: String)]) -> String {
        var result: [UInt8] = []
        var position = 0
        for change in changes.sorted(by: { $0.range.lowerBound < $1.range.lowerBound }) {
            result += bytes[position..<change.range.lowerBound] + Array(change.text.utf8)
            position = change.range.upperBound
        }
        return String(decoding: result + bytes[position...], as: UTF8.self)
    }
}
