internal import Library

/// Puts into bodies of content what assets and addresses are called where they are imported (M48).
///
/// What is replaced cannot be anything else: ids of assets that were exported with the content, and the addresses of their files. All
/// other bytes stay, as in JSON so in Markdown.
struct ContentMapping: Sendable {
    private let organization: (old: String, new: String)
    /// What addresses of files began with, and begin with here.
    private let prefixes: [String]
    private let newPrefix: String
    private var assets: [AssetID: Target] = [:]

    /// What an asset became.
    struct Target: Sendable {
        let id: AssetID
        /// The last part of its public address: `<id>.png`; nil for a link.
        let fileName: String?
    }

    init(from old: OrganizationID, to new: OrganizationID, prefixes: Set<String>, newPrefix: String) {
        organization = (old.description, new.description)
        self.prefixes = prefixes.filter { !$0.isEmpty && $0 != newPrefix }.sorted { $0.utf8.count > $1.utf8.count }
        self.newPrefix = newPrefix
    }

    subscript(id: AssetID) -> AssetID? { assets[id]?.id }

    mutating func note(_ old: AssetID, is asset: Asset) {
        let fileName = asset.storage?.publicURL.split(separator: "/").last.map(String.init)
        assets[old] = Target(id: asset.id, fileName: fileName)
    }

    /// `body` with what it names here.
    func mapped(_ body: String) -> String {
        var text = body
        for prefix in prefixes {
            // As an address stands in a text, and as some write slashes in JSON.
            let key = "organizations/\(organization.old)/"
            let escape = { (text: String) in text.replacing("/", with: "\\/") }
            text = text.replacing(prefix + key, with: newPrefix + key)
            text = text.replacing(escape(prefix + key), with: escape(newPrefix + key))
        }
        return replacingIDs(in: Array(text.utf8))
    }

    private func replacingIDs(in bytes: [UInt8]) -> String {
        var result: [UInt8] = []
        result.reserveCapacity(bytes.count)
        var position = 0
        var copied = 0
        while position + 36 <= bytes.count {
            guard bytes[position + 8] == 0x2d, position == 0 || !Self.isWord(bytes[position - 1]),
                position + 36 == bytes.count || !Self.isWord(bytes[position + 36]), bytes[position + 13] == 0x2d
            else {
                position += 1
                continue
            }
            let text = String(decoding: bytes[position..<(position + 36)], as: UTF8.self)
            guard let replacement = replacement(of: text, after: bytes[..<position], before: bytes[(position + 36)...]) else {
                position += 1
                continue
            }
            result += bytes[copied..<position]
            result += replacement.text.utf8
            position += 36 + replacement.followers
            copied = position
        }
        return String(decoding: result + bytes[copied...], as: UTF8.self)
    }

    /// What takes the place of an id, and of how many bytes after it; nil for one that is none of ours.
    private func replacement(
        of id: String, after before: ArraySlice<UInt8>, before rest: ArraySlice<UInt8>
    ) -> (text: String, followers: Int)? {
        if id.lowercased() == organization.old { return (organization.new, 0) }
        guard let old = AssetID(id), let target = assets[old] else { return nil }
        let mark = Self.versionMark(rest)
        // A file's name: the public address has one extension, whichever version's address this was.
        let ending = rest.dropFirst(mark + 1).prefix(while: Self.isWord).count
        let isFile = ["media/", "media\\/"].contains { before.suffix($0.utf8.count).elementsEqual($0.utf8) }
        if let name = target.fileName, isFile, rest.first == 0x2e, ending > 0 { return (name, mark + 1 + ending) }
        return (target.id.description, before.last == UInt8(ascii: "/") ? mark : 0)
    }

    /// How long `.v2` at the beginning of `rest` is: here every file is its first version.
    private static func versionMark(_ rest: ArraySlice<UInt8>) -> Int {
        guard rest.starts(with: ".v".utf8) else { return 0 }
        let digits = rest.dropFirst(2).prefix { (0x30...0x39).contains($0) }.count
        return digits > 0 && rest.dropFirst(2 + digits).first == 0x2e ? 2 + digits : 0
    }

    private static func isWord(_ byte: UInt8) -> Bool {
        (0x30...0x39).contains(byte) || (0x61...0x7a).contains(byte | 0x20)
    }
}
