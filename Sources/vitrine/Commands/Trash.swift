internal import Library
internal import Operations

extension Command {
    static let trashList = Command(
        "trash list", "Lists what is in an organization's Trash, the last deleted first.",
        options: [Option("organization", "SLUG", "whose Trash"), Option("json", nil, "print JSON")]
    ) { arguments in
        let slug = try arguments.required("organization")
        let lines = try await Composition.use { library in
            let caller = try await library.commandLineCaller(in: slug)
            return try await assets(in: library, by: caller).map { TrashLine($0, caller.organization) }
        }
        if arguments.has("json") { return try Output.json(lines) }
        for line in lines { Output.line(line.text) }
    }

    static let trashPurge = Command(
        "trash purge", "Removes for good what has been in Trash for longer than its organization's rules keep it.",
        options: [
            Option("organization", "SLUG", "this organization only"),
            Option("older-than", "DURATION", "instead of the rules' time; rules that let nobody purge hold"),
            Option("json", nil, "print JSON"),
        ]
    ) { arguments in
        let age = try arguments.duration("older-than")
        let report = try await Composition.use {
            try await $0.purgeExpiredTrash(of: arguments["organization"], olderThanSeconds: age, by: .commandLine)
        }
        if arguments.has("json") {
            try Output.json(TrashReportLine(report))
        } else {
            Output.line("Purged \(report.purged) assets; \(report.failed) could not be removed and stay in Trash.")
            for slug in report.kept { Output.line("\(slug): skipped, its rules keep what is in Trash.") }
        }
        if report.failed > 0 { throw ReportedFailure(reason: nil) }
    }

    private static func assets(in library: MediaLibrary, by caller: Caller) async throws -> [Asset] {
        var query = AssetQuery(
            shelf: .trashed, sort: AssetSort(field: .updatedAt, descending: true), limit: AssetQuery.maximumLimit)
        var assets: [Asset] = []
        while true {
            let page = try await library.listAssets(query, by: caller)
            assets += page.assets
            guard let next = page.next else { return assets }
            query.position = .after(next)
        }
    }
}

/// An asset in Trash, for machines.
private struct TrashLine: Encodable {
    let id: String
    let displayName: String
    let byteSize: Int64?
    let status: String
    let deletedAt: String?
    let purgedAfter: String?
    let deletionError: String?

    private enum Key: String, CodingKey { case id, displayName, byteSize, status, deletedAt, purgedAfter, deletionError }

    init(_ asset: Asset, _ organization: Organization) {
        id = asset.id.description
        displayName = asset.metadata.displayName
        byteSize = asset.byteSize
        status = asset.status.rawValue
        deletedAt = asset.deletedAt?.description
        purgedAfter = organization.policy.purgeTime(of: asset)?.description
        deletionError = asset.deletionError
    }

    var text: String {
        "\(id)\t\(deletedAt ?? "")\t\(byteSize.map(byteCount) ?? "")\t\(displayName)"
            + (deletionError.map { "\t(\($0))" } ?? "")
    }

    /// Absent values are written as null.
    func encode(to encoder: any Encoder) throws {
        var body = encoder.container(keyedBy: Key.self)
        try body.encode(id, forKey: .id)
        try body.encode(displayName, forKey: .displayName)
        try body.encode(byteSize, forKey: .byteSize)
        try body.encode(status, forKey: .status)
        try body.encode(deletedAt, forKey: .deletedAt)
        try body.encode(purgedAfter, forKey: .purgedAfter)
        try body.encode(deletionError, forKey: .deletionError)
    }
}

private struct TrashReportLine: Encodable {
    let purged: Int
    let failed: Int
    let kept: [String]

    init(_ report: TrashReport) {
        purged = report.purged
        failed = report.failed
        kept = report.kept
    }
}
