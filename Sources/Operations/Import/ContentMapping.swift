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
        self.prefixes = prefixes.filter { $0.hasPrefix("http") && $0 != newPrefix }.sorted { $0.utf8.count > $1.utf8.count }
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
        // As an address stands in a text, and as some write slashes in JSON.
        for slash in ["/", "\\/"] {
            let written = { (address: String) in address.replacing("/", with: slash) }
            let key = written("organizations/\(organization.old)/")
            for prefix in prefixes { text = text.replacing(written(prefix) + key, with: written(newPrefix) + key) }
            text = replacingHosts(before: written("/files/") + key, with: written(newPrefix) + key, slash, in: text)
        }
        return replacingIDs(in: Array(text.utf8))
    }

    /// The addresses of files there, whatever host they name: the organization's id tells that they are no others.
    private func replacingHosts(before path: String, with replacement: String, _ slash: String, in text: String) -> String {
        var result = ""
        var rest = text[...]
        while let found = rest.firstRange(of: path) {
            let before = rest[..<found.lowerBound]
            let host = before.utf8.reversed().prefix { Self.isWord($0) || [0x2d, 0x2e, 0x3a, 0x5b, 0x5d].contains($0) }.count
            let start = before.utf8.index(before.endIndex, offsetBy: -host)
            let scheme = ["https:\(slash)\(slash)", "http:\(slash)\(slash)"].first { before[..<start].hasSuffix($0) }
            if host > 0, let scheme {
                result += before[..<before.utf8.index(start, offsetBy: -scheme.utf8.count)] + replacement
            } else {
                result += before + path
            }
            rest = rest[found.upperBound...]
        }
        return result + rest
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
