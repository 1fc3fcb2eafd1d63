internal import Library
internal import Operations

extension Command {
    static let reconcile = Command(
        "reconcile", "Compares all content with what is noted of it, and says where they differ.",
        options: [
            Option("organization", "SLUG", "look at this organization only"),
            Option("repair", nil, "put right what differs"), Option("json", nil, "print JSON"),
        ],
        details: [
            "Reads every body again and compares what it names with the usages that were found in it; counts the usages of every",
            "asset; looks for lesson entries that could name their asset, and for stored files of unknown size.",
            "Usages that somebody declared are never touched. Ends with 1 when anything differs and was not repaired.",
        ]
    ) { arguments in
        let report = try await Composition.useWithMediaWorker {
            try await $0.reconcile(organization: arguments["organization"], repairing: arguments.has("repair")) { count in
                Output.progress("\(count) content items read")
            }
        }
        Output.endProgress()
        try write(report, arguments)
        if report.remaining > 0 { throw ReportedFailure(reason: nil) }
    }

    private static func write(_ report: ReconcileReport, _ arguments: Arguments) throws {
        if arguments.has("json") { return try Output.json(ReconcileLine(report)) }
        for drift in report.drifts { Output.line(drift.sentence) }
        for (kind, count) in report.counts { Output.line("  \(kind.rawValue): \(count)") }
        let count = report.drifts.count
        Output.line(
            "\(report.items) content items read: "
                + (count == 0 ? "no difference." : "\(count) difference\(count == 1 ? "" : "s"), \(report.repaired) repaired."))
        if report.unknownSizes > 0 {
            Output.line("\(report.unknownSizes) stored files are not in their store, their size is unknown.")
        }
    }
}

private struct ReconcileLine: Encodable {
    struct Place: Encodable {
        let kind: String
        let organization: String
        let place: String
        let assetId: String?
        let detail: String
    }

    let items: Int
    let drift: Int
    let driftByKind: [String: Int]
    let places: [Place]
    let repaired: Int
    let remaining: Int
    let unknownSizes: Int

    init(_ report: ReconcileReport) {
        items = report.items
        drift = report.drifts.count
        driftByKind = Dictionary(uniqueKeysWithValues: report.counts.map { ($0.kind.rawValue, $0.count) })
        places = report.drifts.map {
            Place(
                kind: $0.kind.rawValue, organization: $0.organization, place: $0.place, assetId: $0.asset.map { "\($0)" },
                detail: $0.detail)
        }
        repaired = report.repaired
        remaining = report.remaining
        unknownSizes = report.unknownSizes
    }
}
