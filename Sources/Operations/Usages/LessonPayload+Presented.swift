internal import JSON
internal import Library

/// How a lesson's `videos` and `documents` read: an entry whose asset is known says what that is called and where it is now (M39).
extension LessonPayload {
    /// - Parameters:
    ///   - references: what the body names, from `references(of:by:)`.
    ///   - address: where an asset is reached.
    /// - Returns: the body, everything else byte for byte; as it is where it is no JSON object.
    static func presented(
        _ body: String, _ references: [NamedAsset], _ assets: [AssetID: Asset], address: (Asset) -> String?
    ) -> String {
        var body = body
        for list in LessonEntry.List.allCases {
            guard let document = try? JSONDocument(Array(body.utf8)), let source = document.source(of: list.rawValue),
                let text = presented(source, list, references, assets, address)
            else { continue }
            body = document.setting(list.rawValue, to: text) ?? body
        }
        return body
    }

    /// Only the entries change: what stands between them stays.
    private static func presented(
        _ source: String, _ list: LessonEntry.List, _ references: [NamedAsset], _ assets: [AssetID: Asset],
        _ address: (Asset) -> String?
    ) -> String? {
        let bytes = Array(source.utf8)
        var scanner = JSONScanner(bytes)
        guard let items = try? scanner.items() else { return nil }
        var (text, position) = ("", 0)
        for (index, range) in items.enumerated() {
            let own = references.filter { $0.slot.key == "\(list.rawValue)[\(index)]" }
            guard let asset = canonical(own, assets) else { continue }
            let entry = String(decoding: bytes[range], as: UTF8.self)
            text += String(decoding: bytes[position..<range.lowerBound], as: UTF8.self)
            text += presented(entry, list, asset, address(asset))
            position = range.upperBound
        }
        return text + String(decoding: bytes[position...], as: UTF8.self)
    }

    /// The asset that an entry names by its id, else the one that its address leads to.
    private static func canonical(_ references: [NamedAsset], _ assets: [AssetID: Asset]) -> Asset? {
        let found = references.filter { $0.asset != nil }
        let named = found.first { AssetID($0.written) != nil } ?? found.first
        return named?.asset.flatMap { assets[$0] }
    }

    private static func presented(
        _ entry: String, _ list: LessonEntry.List, _ asset: Asset, _ address: String?
    ) -> String {
        let name = asset.metadata.title ?? asset.metadata.displayName
        var members = [("assetId", JSONDocument.quoted("\(asset.id)"))]
        members.append((list == .videos ? "title" : "name", JSONDocument.quoted(name)))
        if let address { members.append(("link", JSONDocument.quoted(address))) }
        if list == .documents, let size = asset.byteSize { members.append(("size", "\(size)")) }
        return members.reduce(entry) { text, member in
            (try? JSONDocument(Array(text.utf8)))?.setting(member.0, to: member.1) ?? text
        }
    }
}
