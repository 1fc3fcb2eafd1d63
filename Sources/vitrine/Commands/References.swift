internal import Library
internal import Operations

/// `vitrine references …`.
extension Command {
    static let referencesBroken = Command(
        "references broken", "Lists what content names of the library and does not find.",
        options: [Option("organization", "SLUG", "the organization"), Option("json", nil, "print JSON")],
        details: ["The reason is “missing”, or “trashed” where an asset in Trash would be meant: restoring it mends the place."]
    ) { arguments in
        let slug = try arguments.required("organization")
        let lines = try await Composition.use { library in
            let caller = try await library.commandLineCaller(in: slug)
            return try await library.brokenReferences(by: caller).map(BrokenReferenceLine.init)
        }
        if arguments.has("json") { return try Output.json(lines) }
        for line in lines { Output.line(line.text) }
    }
}

extension MediaLibrary {
    fileprivate func brokenReferences(by caller: Caller) async throws -> [BrokenReference] {
        var (references, position): ([BrokenReference], BrokenReferencePosition?) = ([], nil)
        repeat {
            let page = try await listBrokenReferences(after: position, limit: AssetQuery.maximumLimit, by: caller)
            references += page.references
            position = page.next
        } while position != nil
        return references
    }
}

/// One place; absent values are written as null.
private struct BrokenReferenceLine: Encodable {
    private let reference: BrokenReference

    init(_ reference: BrokenReference) { self.reference = reference }

    private enum Key: String, CodingKey {
        case targetType, targetId, targetTitle, targetUrl, slotType, slotKey, position, reference, reason
    }

    func encode(to encoder: any Encoder) throws {
        var body = encoder.container(keyedBy: Key.self)
        try body.encode(reference.target.type.name, forKey: .targetType)
        try body.encode(reference.target.externalID, forKey: .targetId)
        try body.encode(reference.title, forKey: .targetTitle)
        try body.encode(reference.url, forKey: .targetUrl)
        try body.encode(reference.slot.type, forKey: .slotType)
        try body.encode(reference.slot.key, forKey: .slotKey)
        try body.encode(reference.slot.position, forKey: .position)
        try body.encode(reference.written, forKey: .reference)
        try body.encode(reference.reason.rawValue, forKey: .reason)
    }

    var text: String {
        [
            reference.reason.rawValue, reference.target.type.name, reference.target.externalID, reference.title,
            reference.slot.key ?? reference.slot.type, reference.written,
        ].joined(separator: "\t")
    }
}
