internal import Library
internal import Operations

/// `vitrine asset usage`.
extension Command {
    static let assetUsage = Command(
        "asset usage", "Lists the places that use an asset, oldest first.", positional: ["ID"],
        options: [Option("organization", "SLUG", "the organization"), Option("json", nil, "print JSON")]
    ) { arguments in
        let slug = try arguments.required("organization")
        guard let id = AssetID(arguments.positional[0]) else { throw AssetError.notFound }
        let lines = try await Composition.use { library in
            let caller = try await library.commandLineCaller(in: slug)
            return try await library.usages(of: id, by: caller).map(UsageLine.init)
        }
        if arguments.has("json") { return try Output.json(lines) }
        for line in lines { Output.line(line.text) }
    }
}

extension MediaLibrary {
    fileprivate func usages(of id: AssetID, by caller: Caller) async throws -> [PlacedUsage] {
        var (usages, position): ([PlacedUsage], UsagePosition?) = ([], nil)
        repeat {
            let page = try await listUsages(of: id, after: position, limit: AssetQuery.maximumLimit, by: caller)
            usages += page.usages
            position = page.next
        } while position != nil
        return usages
    }
}

/// One place; absent values are written as null.
private struct UsageLine: Encodable {
    private let placed: PlacedUsage

    init(_ placed: PlacedUsage) { self.placed = placed }

    private enum Key: String, CodingKey {
        case id, targetType, targetId, targetTitle, targetUrl, slotType, slotKey, position, origin, createdAt
    }

    func encode(to encoder: any Encoder) throws {
        let usage = placed.usage
        var body = encoder.container(keyedBy: Key.self)
        try body.encode(usage.id.description, forKey: .id)
        try body.encode(usage.target.type.name, forKey: .targetType)
        try body.encode(usage.target.externalID, forKey: .targetId)
        try body.encode(placed.title, forKey: .targetTitle)
        try body.encode(placed.url, forKey: .targetUrl)
        try body.encode(usage.slotType, forKey: .slotType)
        try body.encode(usage.slotKey, forKey: .slotKey)
        try body.encode(usage.position, forKey: .position)
        try body.encode(usage.origin.rawValue, forKey: .origin)
        try body.encode(usage.createdAt.description, forKey: .createdAt)
    }

    var text: String {
        let usage = placed.usage
        return [
            usage.target.type.name, usage.target.externalID, placed.title ?? "–", placed.url ?? "–",
            usage.slotKey ?? usage.slotType,
            usage.origin.rawValue,
        ].joined(separator: "\t")
    }
}
