internal import Library
internal import Operations

extension Command {
    static let detachedList = Command(
        "detached list", "Lists the assets of organizations that were deleted; their public addresses go on working.",
        options: [Option("json", nil, "print JSON")]
    ) { arguments in
        let assets = try await Composition.use { try await all($0) }
        if arguments.has("json") { return try Output.json(assets.map(DetachedLine.init)) }
        for asset in assets { Output.line(DetachedLine(asset).text) }
    }

    static let detachedDelete = Command(
        "detached delete", "Deletes a detached asset for good: its file first, then its row.", positional: ["ID"]
    ) { arguments in
        guard let id = AssetID(arguments.positional[0]) else { throw UsageError(reason: "ID is the id of a detached asset") }
        try await Composition.use { try await $0.deleteDetachedAsset(id, by: commandLine) }
        Output.line("Deleted \(id).")
    }

    private static let commandLine = ServerCaller(user: nil, door: .commandLine)

    private static func all(_ library: MediaLibrary) async throws -> [DetachedAsset] {
        var assets: [DetachedAsset] = []
        var cursor: DetachedAssetCursor?
        repeat {
            let page = try await library.detachedAssets(after: cursor, limit: AssetQuery.maximumLimit, by: commandLine)
            assets += page.items
            cursor = page.next
        } while cursor != nil
        return assets
    }
}

private struct DetachedLine: Encodable {
    let id: String
    let displayName: String
    let status: String
    let byteSize: Int64?
    let publicUrl: String?
    let organizationSlug: String
    let organizationName: String
    let deletionError: String?

    private enum Key: String, CodingKey {
        case id, displayName, status, byteSize, publicUrl, organizationSlug, organizationName, deletionError
    }

    init(_ detached: DetachedAsset) {
        id = detached.asset.id.description
        displayName = detached.asset.metadata.displayName
        status = detached.asset.status.rawValue
        byteSize = detached.asset.byteSize
        publicUrl = detached.asset.publicAddress
        organizationSlug = detached.organization.slug
        organizationName = detached.organization.name
        deletionError = detached.asset.deletionError
    }

    /// Absent values are written as null.
    func encode(to encoder: any Encoder) throws {
        var body = encoder.container(keyedBy: Key.self)
        try body.encode(id, forKey: .id)
        try body.encode(displayName, forKey: .displayName)
        try body.encode(status, forKey: .status)
        try body.encode(byteSize, forKey: .byteSize)
        try body.encode(publicUrl, forKey: .publicUrl)
        try body.encode(organizationSlug, forKey: .organizationSlug)
        try body.encode(organizationName, forKey: .organizationName)
        try body.encode(deletionError, forKey: .deletionError)
    }

    var text: String {
        let size = byteSize.map(byteCount) ?? "–"
        return "\(id)\t\(organizationSlug)\t\(status)\t\(size)\t\(displayName)" + (deletionError.map { "\t\($0)" } ?? "")
    }
}
