/// A place in a body that names an asset, whether there is such an asset or not (M36).
package struct ContentReference: Hashable, Sendable {
    /// What it may mean, the best first; never empty.
    package let lookups: [ReferenceLookup]
    /// As it is written.
    package let written: String
    package let slot: ContentSlot
    /// Whether it can mean nothing but an asset of this library: it is told as broken where it leads nowhere.
    package let isCertain: Bool

    package init(lookups: [ReferenceLookup], written: String, slot: ContentSlot, isCertain: Bool) {
        self.lookups = lookups
        self.written = written
        self.slot = slot
        self.isCertain = isCertain
    }
}

/// By what a reference finds its asset.
package enum ReferenceLookup: Hashable, Sendable {
    case asset(AssetID)
    /// A logical path, compared exactly (M44).
    case path(String)
    /// What follows `/uploads/` in the address of an imported file (M49).
    case upload(String)
    /// The address of an external asset, as ``WebAddress`` writes it.
    case source(String)
    /// A key that this library did not make, and an asset was adopted under (M50).
    case key(String)

    /// `id:…`, `path:…`, `upload:…`, `source:…`, `key:…`.
    package var text: String {
        switch self {
        case .asset(let id): "id:\(id)"
        case .path(let path): "path:\(path)"
        case .upload(let path): "upload:\(path)"
        case .source(let address): "source:\(address)"
        case .key(let key): "key:\(key)"
        }
    }

    /// Reads ``text``.
    package init?(_ text: String) {
        guard let colon = text.firstIndex(of: ":") else { return nil }
        let rest = String(text[text.index(after: colon)...])
        switch text[..<colon] {
        case "id":
            guard let id = AssetID(rest) else { return nil }
            self = .asset(id)
        case "path": self = .path(rest)
        case "upload": self = .upload(rest)
        case "source": self = .source(rest)
        case "key": self = .key(rest)
        default: return nil
        }
    }

    /// More bytes than any path or address of an asset has: an index holds the lookups.
    package static let maximumBytes = 2_100
}

/// Where in a content item an asset is used (M35).
package struct ContentSlot: Hashable, Sendable {
    /// `lesson_video`, `question_prompt_media`, `page_media`.
    package let type: String
    /// The way to the slot in a nested body: `questions[2].prompt.media`.
    package let key: String?
    /// In a slot that holds several, from 0.
    package let position: Int?

    package init(type: String, key: String? = nil, position: Int? = nil) {
        self.type = type
        self.key = key
        self.position = position
    }
}

extension Usage {
    package var slot: ContentSlot { ContentSlot(type: slotType, key: slotKey, position: position) }
}
