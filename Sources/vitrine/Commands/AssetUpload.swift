internal import Library
internal import Operations
internal import Platform

extension Command {
    static let assetUpload = Command(
        "asset upload", "Uploads files; each is an asset of its own, and what cannot be taken is told at the end.",
        positional: ["FILE…"],
        options: [
            Option("organization", "SLUG", "the organization"),
            Option("folder", "FOLDER", "its id, or the names on the way to it from the root"),
            Option("tag", "NAMES", "tags, with commas between"), Option("title", "TEXT", "their title"),
            Option("description", "TEXT", "their description"), Option("alt-text", "TEXT", "what a picture shows"),
            Option("label", "TEXT", "their label"), Option("path", "PATH", "the logical path of a single file"),
            Option("media-type", "ROLE", "avatar, logo or banner"), Option("visibility", "WHO", "public or private"),
            Option("on-duplicate", "WAY", "copy, reuse or error, where the same bytes are there already (default copy)"),
            Option("json", nil, "print one line of JSON for each"),
        ]
    ) { arguments in
        let slug = try arguments.required("organization")
        guard arguments["path"] == nil || arguments.positional.count == 1 else {
            throw UsageError(reason: "--path names one file, and there are several")
        }
        let form = try UploadForm(arguments)
        let failures = try await Composition.useWithMediaWorker { library in
            let caller = try await library.commandLineCaller(in: slug)
            var form = form
            if let folder = arguments["folder"] { form.folder = try await library.folder(named: folder, by: caller)?.id }
            return try await upload(arguments, form, library, by: caller)
        }
        if failures > 0 { throw ReportedFailure(reason: "\(failures) of \(arguments.positional.count) files were not uploaded") }
    }

    /// One file after another; how many failed.
    private static func upload(
        _ arguments: Arguments, _ form: UploadForm, _ library: MediaLibrary, by caller: Caller
    ) async throws -> Int {
        var failures = 0
        for (index, path) in arguments.positional.enumerated() {
            do {
                let source = try FileSource(path)
                let progress = UploadProgress(source, "\(path) (\(index + 1) of \(arguments.positional.count))")
                let outcome = try await library.upload(progress, form.details(of: source), by: caller)
                Output.endProgress()
                try tell(outcome, path, arguments)
            } catch let failure as any Failure {
                Output.endProgress()
                Output.error("\(path): \(failure.sentence)")
                failures += 1
            } catch let failure as ReportedFailure {
                Output.error("\(path): \(failure.reason ?? "")")
                failures += 1
            }
        }
        return failures
    }

    private static func tell(_ outcome: UploadOutcome, _ path: String, _ arguments: Arguments) throws {
        if arguments.has("json") { return try Output.json(UploadLine(outcome, path)) }
        let note = outcome.isNew ? outcome.duplicateOf.map { "\tsame bytes as \($0)" } ?? "" : "\twas there already"
        Output.line("\(outcome.asset.id)\t\(path)\(note)")
    }
}

/// What the options say about every file.
private struct UploadForm: Sendable {
    private var common = UploadDetails(fileName: "")

    var folder: FolderID? {
        get { common.folderID }
        set { common.folderID = newValue }
    }

    init(_ arguments: Arguments) throws {
        common.title = arguments["title"]
        common.description = arguments["description"]
        common.altText = arguments["alt-text"]
        common.label = arguments["label"]
        common.logicalPath = arguments["path"]
        common.tags = (arguments["tag"] ?? "").split(separator: ",").map(String.init)
        common.mediaType = try arguments.choice("media-type", of: MediaTypeRole.self)
        common.visibility = try arguments.choice("visibility", of: Visibility.self)
        common.onDuplicate = try arguments.choice("on-duplicate", of: OnDuplicate.self) ?? .copy
    }

    func details(of source: FileSource) -> UploadDetails {
        var details = common
        details.fileName = source.details.fileName
        details.declaredByteSize = source.details.declaredByteSize
        return details
    }
}

/// A file whose reading is shown.
private struct UploadProgress: UploadSource {
    let source: FileSource
    let name: String
    private let count = Locked<Int64>(0)

    init(_ source: FileSource, _ name: String) {
        self.source = source
        self.name = name
    }

    func read(into buffer: UnsafeMutableRawBufferPointer) async throws -> Int {
        let read = try await source.read(into: buffer)
        let total = count.withLock {
            $0 += Int64(read)
            return $0
        }
        Output.progress("\(name): \(byteCount(total)) of \(byteCount(source.details.declaredByteSize ?? total))")
        return read
    }
}

/// What became of a file, for machines.
private struct UploadLine: Encodable {
    let id: String
    let file: String
    let isNew: Bool
    let duplicateOf: String?

    init(_ outcome: UploadOutcome, _ path: String) {
        id = outcome.asset.id.description
        file = path
        isNew = outcome.isNew
        duplicateOf = outcome.duplicateOf?.description
    }
}
