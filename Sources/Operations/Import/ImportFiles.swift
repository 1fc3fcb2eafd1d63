internal import Database
package import Library
internal import LibraryStore
package import Platform

/// What an import is told beside its files.
package struct ImportSettings: Sendable {
    /// Whether to find out what would be done, and do nothing.
    package var isDryRun = false
    /// The role of every file, where the organization's rules ask for one (M8).
    package var mediaType: MediaTypeRole?

    package init(isDryRun: Bool = false, mediaType: MediaTypeRole? = nil) {
        self.isDryRun = isDryRun
        self.mediaType = mediaType
    }
}

extension MediaLibrary {
    /// Makes an asset of every regular file in a folder and below, each as an upload would: by type, size and quota (M49).
    ///
    /// Folders of the library mirror those of the files. A file that was imported from the same path before is left alone, so that the
    /// same import may be done again, after whatever ended it. Symbolic links are not followed; what is skipped is told with its reason
    /// to `note`. Throws ``AccessError``, and ``ServiceError`` for what is no single file's fault.
    package func importFiles(
        in tree: FileTree, _ settings: ImportSettings = ImportSettings(), by caller: Caller,
        note: @escaping @Sendable (ImportEvent) async throws -> Void = { _ in }
    ) async throws -> ImportTally {
        try caller.require(.upload)
        try caller.require(.edit)
        do {
            return try await blocking {
                let walk = FolderImport(self, settings, by: caller, note: note)
                try await walk.take(tree, at: [], into: LibraryPlace())
                return walk.tally
            }
        } catch {
            throw ServiceError.explaining(error)
        }
    }
}

/// One walk through a folder of files.
private final class FolderImport {
    private let library: MediaLibrary
    private let settings: ImportSettings
    private let caller: Caller
    private let note: @Sendable (ImportEvent) async throws -> Void
    private(set) var tally = ImportTally()
    /// Bytes a dry run has found room for.
    private var plannedBytes: Int64 = 0

    init(
        _ library: MediaLibrary, _ settings: ImportSettings, by caller: Caller,
        note: @escaping @Sendable (ImportEvent) async throws -> Void
    ) {
        self.library = library
        self.settings = settings
        self.caller = caller
        self.note = note
    }

    private var organization: OrganizationID { caller.organization.id }

    func take(_ tree: FileTree, at way: [String], into place: LibraryPlace) async throws {
        let entries: [FileTree.Entry]
        do throws(Errno) { entries = try tree.entries() } catch {
            return try await tell(
                (way + [""]).joined(separator: "/"), .skipped(code: "unreadable", reason: "It cannot be read: \(error)."))
        }
        for entry in entries {
            let path = (way + [entry.name]).joined(separator: "/")
            if let skipped = SkippedEntry(entry, at: way) {
                try await tell(path, skipped.outcome)
            } else if entry.kind == .folder {
                try await enter(tree, entry.name, at: way, place)
            } else {
                try Task.checkCancellation()
                let outcome: ImportOutcome
                do { outcome = try await take(entry.name, at: path, in: tree, into: place) } catch {
                    guard let known = ImportOutcome(error) else { throw error }
                    outcome = known
                }
                try await tell(path, outcome)
            }
        }
    }

    private func enter(_ tree: FileTree, _ name: String, at way: [String], _ place: LibraryPlace) async throws {
        let path = (way + [name]).joined(separator: "/")
        var problems: [FieldProblem] = []
        let folderName = Folder.checkName(name, &problems)
        if let problem = problems.first {
            return try await tell(path + "/", .skipped(code: "folder_name", reason: problem.detail))
        }
        let below: FileTree
        do throws(Errno) { below = try tree.folder(name) } catch {
            return try await tell(path + "/", .skipped(code: "unreadable", reason: "It cannot be read: \(error)."))
        }
        try await take(below, at: way + [name], into: LibraryPlace(folderName, in: place))
    }

    private func take(
        _ name: String, at path: String, in tree: FileTree, into place: LibraryPlace
    ) async throws -> ImportOutcome {
        let file = try tree.file(name)
        let source = try OpenFileSource(file)
        let before = try await library.database.read { [organization] in
            try await $0.imports.find(path: path, in: organization)
        }
        if let before {
            return before.checksum == (try file.checksum())
                ? .present
                : .skipped(code: "changed_since", reason: "It has changed since it was imported; the asset was left as it is.")
        }
        var details = UploadDetails(fileName: name, declaredByteSize: source.byteSize)
        details.mediaType = settings.mediaType
        details.provenance = Provenance(uploadPaths: [path])
        if settings.isDryRun { return try await foresee(source, details) }
        details.folderID = try await place.id(in: library, by: caller)
        var problems: [FieldProblem] = []
        details.logicalPath = LogicalPath.check(path, &problems)
        if !problems.isEmpty { details.logicalPath = nil }
        do {
            _ = try await library.upload(source, details, by: caller)
        } catch AssetError.logicalPathTaken where details.logicalPath != nil {
            // Another asset has the path: the name gets a number then, where the organization's rules let it.
            details.logicalPath = nil
            _ = try await library.upload(OpenFileSource(file), details, by: caller)
        }
        return .imported
    }

    /// What an upload of the file would come to.
    private func foresee(_ source: OpenFileSource, _ details: UploadDetails) async throws -> ImportOutcome {
        try await library.foresee(source, details, room: &plannedBytes, in: caller)
        return .imported
    }

    private func tell(_ path: String, _ outcome: ImportOutcome) async throws {
        tally.count(outcome)
        try await note(ImportEvent(path, outcome))
    }
}

extension MediaLibrary {
    /// Throws what would refuse an upload of `source`, as far as that can be known; `planned` bytes are promised to others before it.
    func foresee(
        _ source: some UploadSource, _ details: UploadDetails, room planned: inout Int64, in caller: Caller
    ) async throws {
        _ = try details.record(in: caller.organization.policy)
        let mimeType = try await acceptedType(of: UploadIntake(source), details, in: caller.organization)
        try await foresee(mimeType: mimeType, size: details.declaredByteSize ?? 0, room: &planned, in: caller.organization.id)
    }

    /// The same for a file of that type and size.
    func foresee(mimeType: String, size: Int64, room planned: inout Int64, in id: OrganizationID) async throws {
        guard let organization = try await database.read({ try await $0.organizations.find(id) }) else {
            throw AccessError.organizationUnknown
        }
        let accepted = organization.policy.acceptedTypes
        guard accepted.contains(mimeType: mimeType) else {
            throw AssetError.typeRefused(mimeType: mimeType, accepted: accepted.summary)
        }
        // In the order of an upload, so that the same reason is told.
        try checkSize(size - UploadDetails.declaredSlack, in: organization)
        guard organization.usedBytes + organization.reservedBytes + planned + size <= organization.maxStorageBytes else {
            throw AssetError.quotaExceeded(limit: organization.maxStorageBytes)
        }
        try checkSize(size, in: organization)
        planned += size
    }
}

/// Why something in a folder is not looked at.
private struct SkippedEntry {
    let outcome: ImportOutcome

    /// Nil for a file or folder in order.
    init?(_ entry: FileTree.Entry, at way: [String]) {
        let (code, reason): (String, String)
        switch entry.kind {
        case _ where !entry.isText: (code, reason) = ("name_not_utf8", "Its name is not UTF-8.")
        case .symbolicLink: (code, reason) = ("symbolic_link", "It is a symbolic link, and those are not followed.")
        case .special: (code, reason) = ("special_file", "It is neither a file nor a folder.")
        case _ where entry.name.hasPrefix("."): (code, reason) = ("hidden", "Its name begins with a dot.")
        case .folder where entry.name == "thumbs" && way.isEmpty:
            (code, reason) = ("thumbnails", "It holds thumbnails, which are made anew.")
        case .folder where way.count >= Folder.maximumDepth:
            (code, reason) = ("too_deep", "Folders nest \(Folder.maximumDepth) deep at most.")
        case .file where way.reduce(entry.name.utf8.count, { $0 + $1.utf8.count + 1 }) > Provenance.maximumPathBytes:
            (code, reason) = ("name_too_long", "Its path has more than \(Provenance.maximumPathBytes) bytes.")
        case .file, .folder: return nil
        }
        outcome = .skipped(code: code, reason: reason)
    }
}
