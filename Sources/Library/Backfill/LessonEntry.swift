/// A film or a document of a lesson, as its own system wrote it (M39, M50).
package struct LessonEntry: Sendable {
    /// Which of a lesson's two lists holds it.
    package enum List: String, CaseIterable, Sendable {
        case videos, documents
    }

    package let list: List
    /// `upload`, `youtube` or `generic`; of films alone.
    package var type: String?
    package var link: String?
    /// Where its bytes are in the object store. It outranks the link, which may have been signed for an hour.
    package var key: String?
    /// A film's title, a document's name.
    package var title: String?
    package var assetID: String?

    package init(_ list: List) { self.list = list }

    /// By what an entry gets its asset, the first that leads to one.
    package enum Way: Sendable {
        /// An asset of this library, wherever it is told.
        case asset(AssetID)
        /// The bytes under a key that is nobody's yet; `id` where the key itself says which asset's they are.
        case key(String, id: AssetID?)
        /// Another address of this library: found, or none.
        case lookup(ReferenceLookup)
        case link(CheckedLink)
        case none(SkipReason)
    }

    /// The ways to the entry's asset, the best first; the last ends the search.
    package func ways(in organization: OrganizationID, slug: String) -> [Way] {
        var ways: [Way] = []
        if let id = assetID.flatMap({ AssetID($0) }) { ways.append(.asset(id)) }
        if let key { return ways + [Self.way(of: key, in: organization)] }
        return ways + waysOfLink(in: organization, slug)
    }

    private static func way(of key: String, in organization: OrganizationID) -> Way {
        guard let owner = StorageKey.organization(of: key) else {
            let isReserved = key.hasPrefix(StorageKey.organizationsPrefix) || key.hasPrefix("global/")
            return isReserved ? .none(.foreignKey) : .key(key, id: nil)
        }
        guard owner == organization, key.split(separator: "/")[2] == "media" else { return .none(.foreignKey) }
        guard let name = AssetKey(key) else {
            return key.contains("/thumbnails/") ? .none(.foreignKey) : .key(key, id: nil)
        }
        return name.version == 1 && name.rendition == nil ? .key(key, id: name.asset) : .asset(name.asset)
    }

    private func waysOfLink(in organization: OrganizationID, _ slug: String) -> [Way] {
        if list == .videos, !Self.types.contains(type ?? "") { return [.none(.unknownType)] }
        guard let link else { return [.none(assetID == nil ? .noLink : .unknownAsset)] }
        let own = ReferencedAddress(link, in: organization, slug: slug).lookups.filter { lookup in
            switch lookup {
            case .asset, .upload: true
            case .path, .source, .key: false
            }
        }
        return own.map(Way.lookup) + [wayOfAddress(link)]
    }

    private func wayOfAddress(_ link: String) -> Way {
        guard let address = WebAddress(link), let checked = try? ExternalLink(sourceURL: link).checked() else {
            return .none(.invalidAddress)
        }
        return address.isSigned ? .none(.signedLink) : .link(checked)
    }

    private static let types: Set<String> = ["upload", "youtube", "generic"]
}

/// Why an entry does not become an asset.
package enum SkipReason: String, CaseIterable, Sendable {
    case malformedEntry = "malformed_entry"
    case unknownType = "unknown_type"
    case noLink = "no_link"
    case unknownAsset = "unknown_asset"
    case invalidAddress = "invalid_address"
    case signedLink = "signed_link"
    case invalidKey = "invalid_key"
    case foreignKey = "foreign_key"
    case inTrash = "in_trash"
    case externalRefused = "external_refused"
    case unreadableLesson = "unreadable_lesson"

    /// For people.
    package var sentence: String {
        switch self {
        case .malformedEntry: "it is no object, or one of its fields is no text"
        case .unknownType: "its type is none of upload, youtube and generic"
        case .noLink: "it has neither a key nor a link"
        case .unknownAsset: "its assetId names no asset here, and it has neither a key nor a link"
        case .invalidAddress: "its link is no address that begins with http:// or https://"
        case .signedLink: "its link was signed for a while, and it has no key"
        case .invalidKey: "its key is none that a file can be stored under here"
        case .foreignKey: "its key is one of files that are not this organization's media"
        case .inTrash: "its asset is in Trash"
        case .externalRefused: "this organization takes no links"
        case .unreadableLesson: "the lesson is stored here with a body that is no JSON object"
        }
    }
}

extension WebAddress {
    /// Whether a store signed it for a while: what it leads to is not there for good.
    package var isSigned: Bool {
        let names = Set(
            (query ?? "").split(separator: "&").map { $0.prefix { $0 != "=" }.lowercased() })
        if names.contains("x-amz-signature") || names.contains("x-amz-expires") || names.contains("x-goog-signature") {
            return true
        }
        if names.contains("signature"), names.contains("expires") || names.contains("key-pair-id") { return true }
        if names.contains("sig"), names.contains("se") { return true }
        return names.contains("token") && path.contains("/object/sign/")
    }
}
