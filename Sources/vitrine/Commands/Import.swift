internal import Glibc
internal import Library
internal import Operations
internal import Platform

extension Command {
    static let `import` = Command(
        "import", "Makes assets of the files in a folder, or puts an export back.", positional: ["DIR|ARCHIVE"],
        options: [
            Option("organization", "SLUG", "the organization"),
            Option("dry-run", nil, "tell what would be done, and do nothing"),
            Option("media-type", "ROLE", "the role of every file, where the organization's rules ask for one"),
            Option("json", nil, "print JSON"),
        ],
        details: [
            "Of a folder every file becomes an asset, as an upload would, and folders of the library mirror those of the files;",
            "/uploads/PATH leads to it. An export (a ZIP archive of vitrine export, or a folder it was unpacked to) gives back assets,",
            "folders, tags, paths, statuses, content and declared usages. Symbolic links are not followed. What was imported before",
            "is left alone, so that an import can be done again after whatever ended it.",
        ]
    ) { arguments in
        let slug = try arguments.required("organization")
        var settings = ImportSettings(isDryRun: arguments.has("dry-run"))
        settings.mediaType = try arguments.choice("media-type", of: MediaTypeRole.self)
        let source = try ImportArgument(arguments.positional[0])
        let baseURL = try Configuration(.current()).publicURL ?? ""
        let lines = ImportLines(isJSON: arguments.has("json"), isDryRun: settings.isDryRun)
        try await Composition.useWithMediaWorker { [settings] library in
            let caller = try await library.commandLineCaller(in: slug)
            switch source {
            case .files(let tree):
                var report = ImportReport()
                report.assets = try await library.importFiles(in: tree, settings, by: caller) { lines.note($0) }
                try lines.write(report, ofExport: false)
            case .export(let export):
                let report = try await library.importExport(export, settings, baseURL: baseURL, by: caller) { lines.note($0) }
                try lines.write(report, ofExport: true)
            }
        }
    }
}

/// What an import is given.
private enum ImportArgument: Sendable {
    case files(FileTree)
    case export(ExportSource)

    init(_ path: String) throws {
        do throws(Errno) {
            let file = try FileDescriptor.open(path, O_RDONLY | O_NOFOLLOW | O_NONBLOCK)
            let status = try file.status()
            if status.isRegularFile {
                self = .export(ExportSource(archive: file))
            } else if status.isDirectory {
                let tree = try FileTree(path)
                self = Self.isExport(tree) ? .export(ExportSource(folder: tree)) : .files(tree)
            } else {
                throw Errno(rawValue: EINVAL)
            }
        } catch {
            let reason = error.rawValue == ELOOP ? "it is a symbolic link" : "\(error)"
            throw ReportedFailure(reason: "“\(path)” cannot be read: \(reason)")
        }
    }

    /// Whether the folder has a manifest that begins as ours do; others have files of that name, too.
    private static func isExport(_ tree: FileTree) -> Bool {
        guard let file = try? tree.file(ExportSource.manifestName) else { return false }
        var head = [UInt8](repeating: 0, count: 4096)
        let count = head.withUnsafeMutableBytes { (try? file.read(into: $0, at: 0)) ?? 0 }
        return String(decoding: head[..<count], as: UTF8.self).contains("\"\(LibraryExport.format)\"")
    }
}

/// What an import says while it works and at its end.
private final class ImportLines: Sendable {
    private let isJSON: Bool
    private let isDryRun: Bool
    private let state = Locked(State())

    private struct State {
        var looked = 0
        var skipped: [SkippedLine] = []
    }

    private struct SkippedLine: Encodable {
        let name: String
        let code: String
        let reason: String
    }

    /// JSON holds no more names; the counts are whole.
    private static let maximumNames = 100_000

    init(isJSON: Bool, isDryRun: Bool) {
        self.isJSON = isJSON
        self.isDryRun = isDryRun
    }

    func note(_ event: ImportEvent) {
        let looked = state.withLock { state in
            state.looked += 1
            if isJSON, case .skipped(let code, let reason) = event.outcome, state.skipped.count < Self.maximumNames {
                state.skipped.append(SkippedLine(name: event.name, code: code, reason: reason))
            }
            return state.looked
        }
        // Whatever a file is called, a terminal takes no orders from it.
        let name = String(
            String.UnicodeScalarView(event.name.unicodeScalars.map { $0.properties.generalCategory == .control ? "�" : $0 }))
        if !isJSON, case .skipped(_, let reason) = event.outcome {
            Output.endProgress()
            Output.line("\(name): \(reason)")
        }
        Output.progress("\(looked) looked at: \(name)")
    }

    private struct TallyBody: Encodable {
        let imported: Int
        let present: Int
        let skipped: Int
        let skippedByReason: [String: Int]

        init(_ tally: ImportTally) {
            imported = tally.imported
            present = tally.present
            skipped = tally.skipped
            skippedByReason = tally.skippedByCode
        }
    }

    private struct Body: Encodable {
        let dryRun: Bool
        let assets: TallyBody
        let content: TallyBody?
        let usages: TallyBody?
        let skipped: [SkippedLine]
    }

    func write(_ report: ImportReport, ofExport isExport: Bool) throws {
        Output.endProgress()
        if isJSON {
            let body = Body(
                dryRun: isDryRun, assets: TallyBody(report.assets), content: isExport ? TallyBody(report.content) : nil,
                usages: isExport ? TallyBody(report.usages) : nil, skipped: state.withLock(\.skipped))
            return try Output.json(body)
        }
        write(report.assets, isExport ? "assets" : "files")
        if isExport {
            write(report.content, "content items")
            write(report.usages, "usages")
        }
    }

    private func write(_ tally: ImportTally, _ noun: String) {
        let reasons = tally.skippedByCode.sorted { ($1.value, $0.key) < ($0.value, $1.key) }.map { "\($0.value) \($0.key)" }
        Output.line(
            "\(isDryRun ? "To import" : "Imported") \(tally.imported) \(noun); \(tally.present) were there already, \(tally.skipped) skipped"
                + (reasons.isEmpty ? "." : " (\(reasons.joined(separator: ", ")))."))
    }
}
