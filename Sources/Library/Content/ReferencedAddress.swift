/// An address in content, read for the asset of this library that it may name.
///
/// Whatever host it is at: a bucket, a network in front of it, this server by another name. What decides is the path, which holds an
/// organization's and an asset's id.
package struct ReferencedAddress: Sendable {
    /// Empty for what names no asset.
    package let lookups: [ReferenceLookup]
    /// Whether it can be nothing but an address of this library.
    package let isCertain: Bool

    /// - Parameters:
    ///   - text: an address with or without scheme and host; not a logical path.
    ///   - organization: whose assets are meant; another's are none of its.
    ///   - slug: what may stand before the path of an imported file.
    package init(_ text: String, in organization: OrganizationID, slug: String) {
        if let asset = Self.asset(inKeyOf: text, organization) ?? Self.asset(inRouteOf: text) {
            lookups = [.asset(asset)]
            isCertain = true
        } else if let path = Self.upload(text) {
            let own = path.hasPrefix(slug + "/") ? [ReferenceLookup.upload(String(path.dropFirst(slug.count + 1)))] : []
            lookups = [.upload(path)] + own + (WebAddress(text).map { [.source($0.text)] } ?? [])
            isCertain = text.hasPrefix("/")
        } else {
            let keys = Self.adoptedKeys(text).map(ReferenceLookup.key)
            lookups = keys + (WebAddress(text).map { [.source($0.text)] } ?? [])
            isCertain = false
        }
    }

    /// `…organizations/<organization>/media/<asset>.png`, and the same of thumbnails.
    private static func asset(inKeyOf text: String, _ organization: OrganizationID) -> AssetID? {
        let prefix = "\(StorageKey.organizationPrefix(organization))media/"
        guard let range = text.firstRange(of: prefix) else { return nil }
        var rest = text[range.upperBound...]
        if rest.hasPrefix("thumbnails/") { rest = rest.dropFirst("thumbnails/".count) }
        return AssetID(rest.prefix(36))
    }

    /// `/assets/<asset>` and `/media/<asset>/download`.
    private static func asset(inRouteOf text: String) -> AssetID? {
        let segments = path(of: text).split(separator: "/", omittingEmptySubsequences: false)
        switch segments.count {
        case 3 where segments[0].isEmpty && segments[1] == "assets": return AssetID(segments[2])
        case 4 where segments[0].isEmpty && segments[1] == "media" && segments[3] == "download": return AssetID(segments[2])
        default: return nil
        }
    }

    /// What follows `/uploads/`, decoded; nil for what is not there, or could never have been a file's path.
    private static func upload(_ text: String) -> String? {
        let path = path(of: text)
        guard path.hasPrefix("/uploads/") else { return nil }
        let decoded = PercentDecoding.decodedAsFarAsPossible(path.dropFirst("/uploads/".count))
        return decoded.isEmpty ? nil : decoded
    }

    /// The keys that files may have that were stored before they were assets (M50): what follows `/files/` here, and what an address of
    /// an object store has as its path, with the bucket before it or not.
    private static func adoptedKeys(_ text: String) -> [String] {
        let path = path(of: text)
        guard path.utf8.count > 1 else { return [] }
        let candidates: [Substring]
        if path.hasPrefix("/files/") {
            candidates = [path.dropFirst("/files/".count)]
        } else if let object = path.firstRange(of: "/storage/v1/object/") {
            let rest = path[object.upperBound...].drop { $0 != "/" }.dropFirst()
            candidates = [rest.drop { $0 != "/" }.dropFirst()]
        } else if let address = WebAddress(text), address.isSigned || address.isOfObjectStore {
            candidates = [path.dropFirst(), path.dropFirst().drop { $0 != "/" }.dropFirst()]
        } else {
            return []
        }
        return candidates.filter { !$0.isEmpty }.map(PercentDecoding.decodedAsFarAsPossible)
    }

    /// Without scheme, host, query and fragment; empty for what has no path from the root.
    private static func path(of text: String) -> Substring {
        var rest = text[...]
        if let scheme = rest.firstRange(of: "://") {
            guard let slash = rest[scheme.upperBound...].firstIndex(of: "/") else { return "" }
            rest = rest[slash...]
        } else if rest.hasPrefix("//") {
            guard let slash = rest.dropFirst(2).firstIndex(of: "/") else { return "" }
            rest = rest[slash...]
        }
        guard rest.hasPrefix("/") else { return "" }
        return rest.prefix { $0 != "?" && $0 != "#" }
    }
}

extension WebAddress {
    /// Whether the host is one of an object store by its name: `s3.example.org`, `bucket.s3.eu-central-1.amazonaws.com`.
    fileprivate var isOfObjectStore: Bool {
        host.hasSuffix(".amazonaws.com") || host.hasSuffix(".r2.cloudflarestorage.com")
            || host.split(separator: ".").contains { $0 == "s3" || $0 == "minio" }
    }
}
