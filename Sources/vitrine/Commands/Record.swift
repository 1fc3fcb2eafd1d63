internal import Library
internal import Operations

/// `vitrine company …` and `vitrine person …`: companies and people with their media.
extension Command {
    static let records = RecordKind.allCases.flatMap { kind in
        [list(kind), show(kind), create(kind), rename(kind), delete(kind), addMedia(kind), removeMedia(kind)]
    }

    private static let organization = Option("organization", "SLUG", "the organization")
    private static let json = Option("json", nil, "print JSON")

    private static func list(_ kind: RecordKind) -> Command {
        Command(
            "\(kind.rawValue) list", "Lists an organization's \(kind.plural), by name.", options: [organization, json]
        ) { arguments in
            let slug = try arguments.required("organization")
            let lines = try await Composition.use { library in
                let caller = try await library.commandLineCaller(in: slug)
                var query = RecordQuery(sort: RecordSort(field: .name, descending: false), limit: 500)
                var lines: [RecordLine] = []
                repeat {
                    let page = try await library.listRecords(kind, query, by: caller)
                    lines += page.records.map(RecordLine.init)
                    query.after = page.next
                } while query.after != nil
                return lines
            }
            if arguments.has("json") { return try Output.json(lines) }
            for line in lines { Output.line("\(line.id)\t\(line.media.count)\t\(line.name)") }
        }
    }

    private static func show(_ kind: RecordKind) -> Command {
        Command(
            "\(kind.rawValue) show", "Shows a \(kind.rawValue) and its media, the primary one first.", positional: ["ID"],
            options: [organization, json]
        ) { arguments in
            let record = try await use(kind, arguments) { try await $0.record($1, kind, by: $2) }
            if arguments.has("json") { return try Output.json(RecordLine(record)) }
            Output.line(record.item.title)
            for asset in record.media {
                Output.line(
                    "\(asset.id)\t\(asset.mediaType?.rawValue ?? "-")\t\(asset.metadata.label ?? asset.metadata.displayName)")
            }
        }
    }

    private static func create(_ kind: RecordKind) -> Command {
        Command(
            "\(kind.rawValue) create", "Makes a \(kind.rawValue) and prints its id.", positional: ["NAME"],
            options: [organization]
        ) { arguments in
            let slug = try arguments.required("organization")
            let record = try await Composition.use { library in
                try await library.createRecord(
                    kind, named: arguments.positional[0], by: try await library.commandLineCaller(in: slug))
            }
            Output.line("\(record.item.id)")
        }
    }

    private static func rename(_ kind: RecordKind) -> Command {
        Command(
            "\(kind.rawValue) rename", "Gives a \(kind.rawValue) another name.", positional: ["ID", "NAME"],
            options: [organization]
        ) { arguments in
            _ = try await use(kind, arguments) {
                try await $0.editRecord($1, kind, RecordEdit(name: arguments.positional[1]), by: $2)
            }
        }
    }

    private static func delete(_ kind: RecordKind) -> Command {
        Command(
            "\(kind.rawValue) delete", "Deletes a \(kind.rawValue); its media stay in the library.", positional: ["ID"],
            options: [organization]
        ) { arguments in
            try await use(kind, arguments) { try await $0.deleteRecord($1, kind, by: $2) }
        }
    }

    private static func addMedia(_ kind: RecordKind) -> Command {
        Command(
            "\(kind.rawValue) media add", "Gives a \(kind.rawValue) media; the last is the primary one.",
            positional: ["ID", "ASSET…"], options: [organization]
        ) { arguments in
            try await change(kind, arguments) { .add($0) }
        }
    }

    private static func removeMedia(_ kind: RecordKind) -> Command {
        Command(
            "\(kind.rawValue) media remove", "Takes media off a \(kind.rawValue); they stay in the library.",
            positional: ["ID", "ASSET…"], options: [organization]
        ) { arguments in
            try await change(kind, arguments) { .remove($0) }
        }
    }

    private static func change(
        _ kind: RecordKind, _ arguments: Arguments, _ change: @Sendable ([AssetID]) -> RecordMediaChange
    ) async throws {
        let ids = try arguments.positional.dropFirst().map { text in
            guard let id = AssetID(text) else { throw AssetError.notFound }
            return id
        }
        let record = try await use(kind, arguments) {
            try await $0.editRecord($1, kind, RecordEdit(media: change(ids)), by: $2)
        }
        Output.line("\(record.item.title) has \(record.media.count) media.")
    }

    /// Runs `work` on the record that the first argument names.
    private static func use<Result: Sendable>(
        _ kind: RecordKind, _ arguments: Arguments,
        _ work: @Sendable (MediaLibrary, ContentItemID, Caller) async throws -> Result
    ) async throws -> Result {
        let slug = try arguments.required("organization")
        guard let id = ContentItemID(arguments.positional[0]) else { throw RecordError.notFound(kind) }
        return try await Composition.use { library in
            try await work(library, id, try await library.commandLineCaller(in: slug))
        }
    }
}

extension RecordKind {
    fileprivate var plural: String {
        switch self {
        case .company: "companies"
        case .person: "people"
        }
    }
}

/// A company or a person for machines.
private struct RecordLine: Encodable {
    let id: String
    let name: String
    /// Ids, the primary one's first.
    let media: [String]
    let createdAt: String
    let updatedAt: String

    init(_ record: Record) {
        id = record.item.id.description
        name = record.item.title
        media = record.media.map(\.id.description)
        createdAt = record.item.createdAt.description
        updatedAt = record.item.updatedAt.description
    }
}
