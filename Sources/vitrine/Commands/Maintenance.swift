internal import Library
internal import Operations

extension Command {
    static let migrate = Command("migrate", "Brings the database's schema up to date; serve does so too.") { _ in
        try await Composition.use { _ in }
        Output.line("The schema is up to date.")
    }

    static let verify = Command(
        "verify", "Checks that every row has its file, every file its row, and that counters equal sums.",
        options: [
            Option("organization", "SLUG", "look at this organization only"),
            Option("checksums", nil, "read every file and compare its SHA-256"), Option("json", nil, "print JSON"),
        ]
    ) { arguments in
        let report = try await Composition.use {
            try await $0.verify(organization: arguments["organization"], checksums: arguments.has("checksums")) { count in
                Output.progress("\(count) looked at")
            }
        }
        Output.endProgress()
        try write(report, arguments)
        if !report.differences.isEmpty { throw ReportedFailure(reason: nil) }
    }

    static let sweep = Command(
        "sweep", "Removes what failed uploads and crashes left, if it is older than the grace time.",
        options: [
            Option("grace", "DURATION", "how old it must be (default 2h); below 2m, uploads in progress may be ended"),
            Option("json", nil, "print JSON"),
        ]
    ) { arguments in
        let grace = try arguments.duration("grace") ?? 7200
        let report = try await Composition.use { try await $0.sweep(graceSeconds: grace) }
        if arguments.has("json") { return try Output.json(SweepLine(report)) }
        Output.line(
            "Removed \(report.uploads) expired and \(report.intents) abandoned uploads, \(report.stagedFiles) staged files and "
                + "\(report.blobs) unneeded files; "
                + "finished \(report.deletionsFinished) deletions; removed \(report.retiredBlobs) files of replaced versions.")
    }

    private static func write(_ report: VerifyReport, _ arguments: Arguments) throws {
        if arguments.has("json") { return try Output.json(VerifyLine(report)) }
        for difference in report.differences { Output.line(difference) }
        let count = report.differences.count
        Output.line(
            "\(report.assets) assets, \(report.renditions) renditions and \(report.blobs) files looked at: "
                + (count == 0 ? "no difference." : "\(count) difference\(count == 1 ? "" : "s")."))
    }
}

private struct VerifyLine: Encodable {
    let assets: Int
    let renditions: Int
    let blobs: Int
    let differences: [String]

    init(_ report: VerifyReport) {
        assets = report.assets
        renditions = report.renditions
        blobs = report.blobs
        differences = report.differences
    }
}

private struct SweepLine: Encodable {
    let uploads: Int
    let intents: Int
    let stagedFiles: Int
    let blobs: Int
    let deletionsFinished: Int
    let retiredBlobs: Int
    let oldPublicCopies: Int

    init(_ report: SweepReport) {
        uploads = report.uploads
        intents = report.intents
        stagedFiles = report.stagedFiles
        blobs = report.blobs
        deletionsFinished = report.deletionsFinished
        retiredBlobs = report.retiredBlobs
        oldPublicCopies = report.oldPublicCopies
    }
}
