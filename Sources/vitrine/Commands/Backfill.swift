internal import Library
internal import Operations

extension Command {
    static let backfill = Command(
        "backfill", "Makes assets of the films and documents of lessons, and notes which lesson uses which.",
        positional: ["FILE"],
        options: [
            Option("organization", "SLUG", "the organization"), Option("dry-run", nil, "change nothing, say what would be done"),
            Option("json", nil, "print JSON"),
        ],
        details: [
            "FILE, or - for standard input, is JSON:",
            #"  {"lessons": [{"id", "title", "videos": [{"type": "upload|youtube|generic", "link", "key?", "title?", "assetId?"}],"#,
            #"                "documents": [{"name", "link", "key?", "size?", "assetId?"}]}]}"#,
            "A key outranks its link: the file stays where it is in the present store, and its size is asked of the store.",
            "Entries that cannot become an asset are skipped, told with their reason, and stay in the lesson as they are.",
            "Running it again changes nothing; what was interrupted goes on.",
        ]
    ) { arguments in
        let slug = try arguments.required("organization")
        let file = try LessonFile(Array(TextSource.read(arguments.positional[0], upTo: LessonFile.maximumBytes).utf8))
        let isDryRun = arguments.has("dry-run")
        let report = try await Composition.useWithMediaWorker { library in
            let caller = try await library.commandLineCaller(in: slug)
            return try await library.backfill(file, isDryRun: isDryRun, by: caller) { done in
                Output.steps(done, of: file.count, "lessons")
            }
        }
        Output.endProgress()
        try write(report, isDryRun, arguments)
    }

    private static func write(_ report: BackfillReport, _ isDryRun: Bool, _ arguments: Arguments) throws {
        if arguments.has("json") { return try Output.json(BackfillLine(report, isDryRun)) }
        for entry in report.skipped {
            Output.line("skipped: lesson \(entry.lesson), \(entry.place): \(entry.reason.sentence)")
        }
        if isDryRun { Output.line("Nothing was changed. A run would do this:") }
        Output.line(
            "\(report.lessons) lessons: \(report.lessonsCreated) created, \(report.lessonsChanged) changed, "
                + "\(report.lessonsUnchanged) as they were.")
        Output.line(
            "\(report.entries) entries: \(report.created) created (\(report.createdUploads) stored files, "
                + "\(report.createdLinks) links), \(report.reused) reused, \(report.skipped.count) skipped.")
        for (reason, count) in report.reasons { Output.line("  \(reason.rawValue): \(count)") }
        if report.createdUploads > 0 {
            Output.line("\(report.bytes) bytes found in the store; \(report.unknownSizes) files are of unknown size.")
        }
    }
}

private struct BackfillLine: Encodable {
    struct Skipped: Encodable {
        let lesson: String
        let slot: String
        let reason: String
        let detail: String
    }

    let dryRun: Bool
    let lessons: Int
    let lessonsCreated: Int
    let lessonsChanged: Int
    let lessonsUnchanged: Int
    let entries: Int
    let created: Int
    let createdUploads: Int
    let createdLinks: Int
    let reused: Int
    let skipped: Int
    let skippedByReason: [String: Int]
    let skippedEntries: [Skipped]
    let bytes: Int64
    let unknownSizes: Int

    init(_ report: BackfillReport, _ isDryRun: Bool) {
        dryRun = isDryRun
        lessons = report.lessons
        lessonsCreated = report.lessonsCreated
        lessonsChanged = report.lessonsChanged
        lessonsUnchanged = report.lessonsUnchanged
        entries = report.entries
        created = report.created
        createdUploads = report.createdUploads
        createdLinks = report.createdLinks
        reused = report.reused
        skipped = report.skipped.count
        skippedByReason = Dictionary(uniqueKeysWithValues: report.reasons.map { ($0.reason.rawValue, $0.count) })
        skippedEntries = report.skipped.map {
            Skipped(lesson: $0.lesson, slot: $0.place, reason: $0.reason.rawValue, detail: $0.reason.sentence)
        }
        bytes = report.bytes
        unknownSizes = report.unknownSizes
    }
}
