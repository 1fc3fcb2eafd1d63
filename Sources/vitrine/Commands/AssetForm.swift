internal import Library
internal import Operations

/// What options say about every asset that a command makes.
struct AssetForm: Sendable {
    private var common = UploadDetails(fileName: "")
    private let folder: String?

    static let options: [Command.Option] = [
        .init("folder", "FOLDER", "its id, or the names on the way to it from the root"),
        .init("tag", "NAMES", "tags, with commas between"), .init("title", "TEXT", "their title"),
        .init("description", "TEXT", "their description"), .init("alt-text", "TEXT", "what a picture shows"),
        .init("label", "TEXT", "their label"), .init("path", "PATH", "the logical path of a single one"),
        .init("media-type", "ROLE", "avatar, logo or banner"), .init("visibility", "WHO", "public or private"),
        .init("on-duplicate", "WAY", "copy, reuse or error, where the same is there already (default copy)"),
        .init("json", nil, "print one line of JSON for each"),
    ]

    init(_ arguments: Arguments) throws {
        guard arguments["path"] == nil || arguments.positional.count == 1 else {
            throw UsageError(reason: "--path names one asset, and there are several")
        }
        folder = arguments["folder"]
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

    /// The form with its folder found.
    func placed(in library: MediaLibrary, by caller: Caller) async throws -> AssetForm {
        var form = self
        if let folder { form.common.folderID = try await library.folder(named: folder, by: caller)?.id }
        return form
    }

    /// Of an asset that is no file here.
    var details: UploadDetails { common }

    func details(of source: FileSource) -> UploadDetails {
        var details = common
        details.fileName = source.details.fileName
        details.declaredByteSize = source.details.declaredByteSize
        return details
    }
}

/// What became of a file or an address, for people and machines.
struct OutcomeLine: Encodable {
    private let id: String
    private let file: String?
    private let url: String?
    private let isNew: Bool
    private let duplicateOf: String?

    init(_ outcome: UploadOutcome, file: String? = nil, url: String? = nil) {
        id = outcome.asset.id.description
        self.file = file
        self.url = url
        isNew = outcome.isNew
        duplicateOf = outcome.duplicateOf?.description
    }

    func write(_ arguments: Arguments) throws {
        if arguments.has("json") { return try Output.json(self) }
        let note = isNew ? duplicateOf.map { "\tsame as \($0)" } ?? "" : "\twas there already"
        Output.line("\(id)\t\(file ?? url ?? "")\(note)")
    }
}
