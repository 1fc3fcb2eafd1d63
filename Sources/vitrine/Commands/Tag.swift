internal import Library
internal import Operations

/// `vitrine tag …` and the tags of one asset.
extension Command {
    static let tagList = Command(
        "tag list", "Lists an organization's tags, the most used first.",
        options: [
            Option("organization", "SLUG", "whose tags"), Option("prefix", "TEXT", "only tags that begin so"),
            Option("json", nil, "print JSON"),
        ]
    ) { arguments in
        let slug = try arguments.required("organization")
        let tags = try await Composition.use { library in
            try await all(library, prefix: arguments["prefix"], by: try await library.commandLineCaller(in: slug))
        }
        if arguments.has("json") { return try Output.json(tags.map(TagLine.init)) }
        for tag in tags { Output.line("\(tag.assets)\t\(tag.name)") }
    }

    static let assetTag = Command(
        "asset tag", "Gives an asset tags.", positional: ["ID", "NAME…"],
        options: [Option("organization", "SLUG", "the organization")]
    ) { arguments in
        try await changeTags(arguments) { (adding: $0, removing: []) }
    }

    static let assetUntag = Command(
        "asset untag", "Takes tags from an asset.", positional: ["ID", "NAME…"],
        options: [Option("organization", "SLUG", "the organization")]
    ) { arguments in
        try await changeTags(arguments) { (adding: [], removing: $0) }
    }

    private static func changeTags(
        _ arguments: Arguments, _ change: @Sendable ([String]) -> (adding: [String], removing: [String])
    ) async throws {
        let (slug, id) = (try arguments.required("organization"), try arguments.assetID)
        let names = change(Array(arguments.positional.dropFirst()))
        let asset = try await Composition.use { library in
            let caller = try await library.commandLineCaller(in: slug)
            return try await library.tagAsset(id, adding: names.adding, removing: names.removing, by: caller)
        }
        Output.line("Asset \(asset.id) has the tags: \(asset.tags.joined(separator: ", "))")
    }

    private static func all(_ library: MediaLibrary, prefix: String?, by caller: Caller) async throws -> [Tag] {
        var tags: [Tag] = []
        while true {
            let page = try await library.listTags(
                prefix: prefix, after: tags.last.map { TagCursor(after: $0) }, limit: 500, by: caller)
            if page.isEmpty { return tags }
            tags += page
        }
    }
}

/// A tag for machines.
private struct TagLine: Encodable {
    let name: String
    let assets: Int

    init(_ tag: Tag) {
        name = tag.name
        assets = tag.assets
    }
}
