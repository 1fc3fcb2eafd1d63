internal import JSON
internal import Library

/// Gathers the references of one body.
struct ReferenceFinder {
    private(set) var references: [FoundReference] = []
    private let type: ContentType
    private let organization: OrganizationID
    private let slug: String

    init(_ type: ContentType, _ organization: Organization) {
        self.type = type
        self.organization = organization.id
        slug = organization.slug
    }

    /// Adds a JSON text that is an asset's id or one address; false where it is neither.
    mutating func add(whole text: JSONOutline.Text, _ index: Int) -> Bool {
        let (lookups, isCertain): ([ReferenceLookup], Bool)
        if let id = AssetID(text.value) {
            (lookups, isCertain) = ([.asset(id)], text.path.namesAssets)
        } else if text.path.namesKey, text.value.contains(where: { "./".contains($0) }), AssetKey(text.value) == nil {
            (lookups, isCertain) = ([.key(text.value)], false)
        } else if text.value.isOneAddress {
            let address = ReferencedAddress(text.value, in: organization, slug: slug)
            (lookups, isCertain) = (address.lookups, address.isCertain)
        } else {
            return false
        }
        let holder = text.path.holder
        add(lookups, text.value, SlotRules.slot(of: type, holder, position: holder.lastIndex), isCertain, .whole(text: index))
        return true
    }

    /// Adds the addresses of this library that stand somewhere in a text, such as in HTML.
    mutating func add(partsOf text: JSONOutline.Text, _ index: Int) {
        var position = 0
        for range in AddressesInText(text.value) {
            let written = String(text.value[range])
            let address = ReferencedAddress(written, in: organization, slug: slug)
            // Any other address in a text is read as a text.
            let lookups = address.lookups.filter { if case .source = $0 { false } else { true } }
            if lookups.isEmpty { continue }
            let utf8 = text.value.utf8
            let start = utf8.distance(from: utf8.startIndex, to: range.lowerBound)
            let bytes = start..<start + written.utf8.count
            add(
                lookups, written, SlotRules.slot(of: type, text.path, position: position), address.isCertain,
                .part(text: index, bytes))
            position += 1
        }
    }

    /// Adds what a Markdown text names. `isDeclared`: it is known to be Markdown, not only to look like it.
    mutating func add(_ destinations: [String], inText index: Int?, at path: JSONPath, isDeclared: Bool) {
        for (position, destination) in destinations.enumerated() {
            let written = WrittenAddress(destination)
            var lookups: [ReferenceLookup]
            var isCertain = isDeclared
            if written.passesThrough {
                let address = ReferencedAddress(destination, in: organization, slug: slug)
                (lookups, isCertain) = (address.lookups, address.isCertain)
            } else {
                lookups = written.readings.map { .path($0.path) }
            }
            // An address was found among the text's parts already.
            if !isDeclared, written.passesThrough { lookups = lookups.filter { if case .source = $0 { true } else { false } } }
            add(
                lookups, destination, SlotRules.slot(of: type, path, position: position), isCertain,
                .markdown(text: index, destination: destination))
        }
    }

    /// What was found; throws ``ContentError`` `invalidFields` where it is more than an item may have.
    func checked() throws(ContentError) -> [FoundReference] {
        if references.count > ContentItem.maximumReferences { throw .tooManyReferences }
        if let long = references.first(where: { ($0.reference.slot.key?.utf8.count ?? 0) > ContentItem.maximumSlotKeyBytes }) {
            throw .slotTooDeep(String((long.reference.slot.key ?? "").prefix(80)))
        }
        return references
    }

    private mutating func add(
        _ lookups: [ReferenceLookup], _ written: String, _ slot: ContentSlot, _ isCertain: Bool, _ place: FoundReference.Place
    ) {
        let lookups = lookups.filter { $0.text.utf8.count <= ReferenceLookup.maximumBytes && !$0.text.utf8.contains(0) }
        if lookups.isEmpty { return }
        let reference = ContentReference(lookups: lookups, written: written, slot: slot, isCertain: isCertain)
        references.append(FoundReference(reference: reference, place: place))
    }
}

extension JSONPath {
    /// What has the reference: the object a field like `url` is in, else the field itself.
    fileprivate var holder: JSONPath {
        guard let name = lastName, Self.referenceNames.contains(name.folding), steps.count > 1 else { return self }
        return parent
    }

    /// Whether the field, or the list it is an item of, says that it holds ids of assets.
    fileprivate var namesAssets: Bool {
        let names = steps.reversed().prefix { step in if case .item = step { true } else { false } }
        guard case .member(let name)? = steps.dropLast(names.count).last else { return false }
        let folded = name.folding
        return ["assetid", "assetids", "mediaid", "mediaids"].contains { folded.hasSuffix($0) }
    }

    /// Whether the field holds a key of an object store.
    fileprivate var namesKey: Bool { ["key", "storagekey"].contains(lastName?.folding) && steps.count > 1 }

    /// What names in objects that stand for an asset are called.
    private static let referenceNames: Set<String> = [
        "assetid", "asset", "id", "mediaid", "url", "src", "href", "link", "source", "sourceurl", "publicurl", "key", "path",
        "file", "thumbnailurl", "thumbnail", "cardurl", "poster", "posterurl", "storagekey", "downloadurl",
    ]
}

extension String {
    /// Without case and underscores.
    fileprivate var folding: String { lowercased().replacing("_", with: "") }

    /// Whether it is nothing but one address.
    fileprivate var isOneAddress: Bool {
        contains("/")
            && !unicodeScalars.contains { $0.properties.isWhitespace || "<>\"()[]{}`|".unicodeScalars.contains($0) }
    }
}
