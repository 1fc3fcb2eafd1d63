internal import Library
internal import Operations

/// `vitrine asset archive|restore|delete|move`: what the operations on one asset do, to each that is named.
extension Command {
    private static let organization = Option("organization", "SLUG", "the organization")
    private static let json = Option("json", nil, "print JSON")

    static let assetArchive = Command(
        "asset archive", "Takes assets out of the lists people choose from; their addresses go on answering.",
        positional: ["ID…"], options: [organization, json]
    ) { arguments in
        try await change(arguments) { _, _ in .archive }
    }

    static let assetRestore = Command(
        "asset restore", "Makes archived assets, and those in Trash, active again.", positional: ["ID…"],
        options: [organization, json]
    ) { arguments in
        try await change(arguments) { _, _ in .restore }
    }

    static let assetDelete = Command(
        "asset delete", "Deletes assets as the organization's rules have it.", positional: ["ID…"],
        options: [organization, Option("force", nil, "as the rules have it for a delete that is forced"), json]
    ) { arguments in
        try await change(arguments) { _, _ in .delete(isForced: arguments.has("force")) }
    }

    static let assetMove = Command(
        "asset move", "Moves assets into a folder, or out of every folder.", positional: ["ID…"],
        options: [
            organization, Option("to", "FOLDER", "its id, or the names on the way to it from the root; / is out of every folder"),
            json,
        ]
    ) { arguments in
        let target = try arguments.required("to")
        try await change(arguments) { library, caller in .move(try await library.folder(named: target, by: caller)?.id) }
    }

    private static func change(
        _ arguments: Arguments, _ change: @Sendable (MediaLibrary, Caller) async throws -> BulkChange
    ) async throws {
        let slug = try arguments.required("organization")
        let ids = try arguments.positional.map { text in
            guard let id = AssetID(text) else { throw UsageError(reason: "“\(text)” is no id") }
            return id
        }
        let lines = try await Composition.use { library in
            let caller = try await library.commandLineCaller(in: slug)
            return try await library.changeAssets(ids, try await change(library, caller), by: caller).map { BulkLine($0) }
        }
        if arguments.has("json") {
            try Output.json(lines)
        } else {
            for line in lines { line.error.map { Output.error("\(line.id)\t\($0)") } ?? Output.line(line.id) }
        }
        if lines.contains(where: { $0.error != nil }) { throw ReportedFailure(reason: nil) }
    }
}

/// How one asset came out of it.
private struct BulkLine: Encodable {
    let id: String
    let error: String?

    init(_ outcome: BulkOutcome) {
        id = outcome.id.description
        error = outcome.error.map { ($0 as? any Failure)?.sentence ?? "\($0)" }
    }

    private enum Key: String, CodingKey { case id, error }

    /// Absent values are written as null.
    func encode(to encoder: any Encoder) throws {
        var body = encoder.container(keyedBy: Key.self)
        try body.encode(id, forKey: .id)
        try body.encode(error, forKey: .error)
    }
}
