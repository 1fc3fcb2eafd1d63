internal import Cryptography
internal import Library

/// One asset in another's place: what each way to name the one becomes.
struct AssetSubstitution: Sendable {
    let old: Asset
    let new: Asset
    let organization: OrganizationID
    /// What whole addresses of this server begin with; empty where nobody knows.
    let baseURL: String

    /// What `found` becomes, which leads to the old asset by `lookup`. The form stays: an id becomes an id, a path a path, a whole address
    /// a whole one.
    func respelling(of found: FoundReference, by lookup: ReferenceLookup) -> Respelling {
        guard let address = address(for: found.reference.written, by: lookup) else { return .impossible }
        return found.place.holds(address, isWhole: address == new.sourceURL) ? .write(address) : .impossible
    }

    private func address(for written: String, by lookup: ReferenceLookup) -> String? {
        switch lookup {
        case .asset: return addressByID(written)
        case .path(let path):
            let fragment = WrittenAddress(written).readings.first { $0.path == path }?.fragment ?? ""
            if let path = new.logicalPath { return WrittenAddress(path: path, fragment: fragment).text }
            return (new.storage?.publicURL ?? new.sourceURL).map { $0.contains("#") ? $0 : $0 + fragment }
        case .upload: return publicAddress(isWhole: written.isWholeAddress).map { $0 + written.fragment }
        case .source: return publicAddress(isWhole: true)
        case .key(let key):
            if written == key { return new.storage?.key }
            let isServed = written.prefix { $0 != "?" && $0 != "#" }.contains("/files/")
            if isServed, let start = written.firstRange(of: "/files/"), let served = servedPath {
                return written[..<start.lowerBound] + served + written.fragment
            }
            return publicAddress(isWhole: written.isWholeAddress).map { $0 + written.fragment }
        }
    }

    /// Where this server answers for the new asset's file; nil where its address is another's.
    private var servedPath: String? {
        new.storage.flatMap { $0.publicURL.hasPrefix("/files/") ? $0.publicURL : nil }
    }

    private func addressByID(_ written: String) -> String? {
        if AssetID(written) != nil { return new.id.description }
        if let key = WrittenKey(written, organization) { return address(like: key) }
        for route in ["/assets/", "/media/"] {
            for range in written.ranges(of: route) {
                let id = written[range.upperBound...].prefix(36)
                if AssetID(id) == old.id { return written[..<range.upperBound] + "\(new.id)" + written[id.endIndex...] }
            }
        }
        return nil
    }

    private func address(like key: WrittenKey) -> String? {
        if let name = key.rendition { return thumbnail(name, like: key) ?? picture(like: key) }
        return file(like: key)
    }

    /// Nil where there is none, and none is on its way.
    private func thumbnail(_ name: RenditionName, like key: WrittenKey) -> String? {
        guard new.thumbnail.status == .ready || new.thumbnail.status == .pending else { return nil }
        let thumbnail = StorageKey.rendition(of: new, in: organization, name)
        if key.isServed || key.prefix.isEmpty { return key.prefix + thumbnail + key.fragment }
        return whole("/files/\(thumbnail)", isWhole: key.prefix.isWholeAddress).map { $0 + key.fragment }
    }

    /// In place of a thumbnail, the picture itself.
    private func picture(like key: WrittenKey) -> String? { new.kind == .image ? file(like: key) : nil }

    private func file(like key: WrittenKey) -> String? {
        guard let storage = new.storage else { return new.sourceURL }
        if key.prefix.isEmpty { return storage.key }
        let version = new.checksum.map { "?v=\(Hex.encode($0).prefix(16))" } ?? ""
        let rest = (key.hasVersion ? version : "") + key.fragment
        if key.isServed, let served = servedPath { return key.prefix + served.dropFirst("/files/".count) + rest }
        if key.isServed { return key.prefix + (storage.publicCopyKey ?? storage.key) + rest }
        return publicAddress(isWhole: key.prefix.isWholeAddress).map { $0 + rest }
    }

    private func publicAddress(isWhole: Bool) -> String? {
        guard let address = new.storage?.publicURL else { return new.sourceURL }
        return whole(address, isWhole: isWhole)
    }

    private func whole(_ address: String, isWhole: Bool) -> String? {
        guard isWhole, address.hasPrefix("/") else { return address }
        return baseURL.isEmpty ? nil : baseURL + address
    }
}

/// `https://media.example.com/files/organizations/…/media/….png?v=…#t=10`, taken apart.
private struct WrittenKey {
    /// What stands before the key.
    let prefix: String
    let rendition: RenditionName?
    /// Whether `?v=` names the bytes that are meant.
    let hasVersion: Bool
    let fragment: String

    init?(_ text: String, _ organization: OrganizationID) {
        guard let start = text.firstRange(of: "\(StorageKey.organizationPrefix(organization))media/") else { return nil }
        prefix = String(text[..<start.lowerBound])
        let key = text[start.lowerBound...].prefix { $0 != "?" && $0 != "#" }
        let isThumbnail = text[start.upperBound...].hasPrefix("thumbnails/")
        let isCard = key.hasSuffix(".\(RenditionName.card.rawValue).\(RenditionName.card.fileExtension)")
        rendition = isThumbnail ? (isCard ? .card : .thumbnail) : nil
        hasVersion = text[key.endIndex...].hasPrefix("?v=")
        fragment = text.fragment
    }

    /// Whether this server answers at it, whatever it is called there.
    var isServed: Bool { prefix.hasSuffix("/files/") }
}

extension FoundReference.Place {
    /// Whether an address can stand here and be found again. `isWhole`: it is one of another server.
    fileprivate func holds(_ address: String, isWhole: Bool) -> Bool {
        switch self {
        case .whole: !address.contains { "<>\"()[]{}`|".contains($0) || $0.isWhitespace }
        // Another server's address in a text is read as a text.
        case .part: !isWhole
        case .markdown: true
        }
    }
}

extension String {
    fileprivate var isWholeAddress: Bool { contains("://") || hasPrefix("//") }

    /// From the hash sign on.
    fileprivate var fragment: String { firstIndex(of: "#").map { String(self[$0...]) } ?? "" }
}
