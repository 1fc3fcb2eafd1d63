internal import Database
package import Library
internal import LibraryStore
internal import Platform

extension MediaLibrary {
    /// Puts an export into an organization: folders, assets with what was written about them, content and usages (M48).
    ///
    /// Assets and items keep their ids where these are free on this server; bodies of content name what the assets are called here. What
    /// an earlier import brought is left alone, so that the same import may be done again, after whatever ended it. What is skipped is
    /// told with its reason to `note`.
    ///
    /// - Parameter baseURL: `https://host` this server is reached at, for addresses in content; empty for root-relative ones.
    ///
    /// Throws ``ExportReadError`` before anything is imported, or when an archive breaks off; ``AccessError``; ``ServiceError`` for what
    /// is no single file's fault.
    package func importExport(
        _ source: ExportSource, _ settings: ImportSettings = ImportSettings(), baseURL: String = "", by caller: Caller,
        note: @escaping @Sendable (ImportEvent) async throws -> Void = { _ in }
    ) async throws -> ImportReport {
        for capability in [Capability.upload, .edit, .delete] { try caller.require(capability) }
        do {
            return try await blocking {
                let manifest = try Manifest.read(try source.manifest(unpackedTo: folders.temporary))
                let work = ExportImport(self, source, manifest, settings, baseURL: baseURL, by: caller, note: note)
                try await work.run()
                return work.report
            }
        } catch {
            throw ServiceError.explaining(error)
        }
    }
}

/// One import of one export, step by step.
private final class ExportImport {
    private let library: MediaLibrary
    private let source: ExportSource
    private let manifest: Manifest
    private let settings: ImportSettings
    private let caller: Caller
    private let note: @Sendable (ImportEvent) async throws -> Void
    private var mapping: ContentMapping
    private var folders: [FolderID: FolderID] = [:]
    private var plannedBytes: Int64 = 0
    private(set) var report = ImportReport()

    private var organization: OrganizationID { caller.organization.id }

    init(
        _ library: MediaLibrary, _ source: ExportSource, _ manifest: Manifest, _ settings: ImportSettings, baseURL: String,
        by caller: Caller, note: @escaping @Sendable (ImportEvent) async throws -> Void
    ) {
        self.library = library
        self.source = source
        self.manifest = manifest
        self.settings = settings
        self.caller = caller
        self.note = note
        mapping = ContentMapping(
            from: manifest.organization, to: caller.organization.id, prefixes: manifest.addressPrefixes,
            newPrefix: library.publicBaseURL.map { $0 + "/" } ?? baseURL + "/files/")
    }

    func run() async throws {
        if !settings.isDryRun { try await takeFolders() }
        for range in manifest.links {
            let record = try manifest.asset(at: range)
            try await tell(\.assets, record.displayName, try await outcome { try await self.take(record, nil) })
        }
        try await takeFiles()
        for range in manifest.withoutFile {
            let record = try manifest.asset(at: range)
            try await tell(\.assets, record.displayName, try await outcome { try await self.takeWithoutFile(record) })
        }
        if !settings.isDryRun { try await takeThumbnails() }
        for range in manifest.content {
            let record = try manifest.content(at: range)
            let name = "\(record.type) \(record.externalID)"
            try await tell(\.content, name, try await outcome { try await self.take(record) })
        }
        for range in manifest.used { try await takeUsages(of: manifest.asset(at: range)) }
    }

    private func takeFolders() async throws {
        var rest = manifest.folders
        // Those above come first; what has nothing above it, or a circle, is left out.
        while let index = rest.firstIndex(where: { $0.parentID == nil || folders[$0.parentID ?? $0.id] != nil }) {
            let record = rest.remove(at: index)
            let parent = record.parentID.flatMap { folders[$0] }
            do {
                var problems: [FieldProblem] = []
                let name = Folder.checkName(record.name, &problems)
                if !problems.isEmpty { throw FolderError.invalidFields(problems) }
                folders[record.id] = try await library.folder(named: name, in: parent, by: caller)
            } catch let error as FolderError {
                try await note(ImportEvent(record.name + "/", .skipped(code: error.code, reason: error.sentence)))
            }
        }
    }

    private func takeFiles() async throws {
        var missing = Set(manifest.fileNames)
        try await source.forEachFile(named: manifest.fileNames) { name, file in
            guard missing.remove(name) != nil, let range = manifest.files[name] else { return }
            try Task.checkCancellation()
            let record = try manifest.asset(at: range)
            try await tell(\.assets, record.displayName, try await outcome { try await self.take(record, file) })
        }
        for name in manifest.fileNames where missing.contains(name) {
            guard let range = manifest.files[name] else { continue }
            let record = try manifest.asset(at: range)
            try await tell(\.assets, record.displayName, try await outcome { try await self.takeWithoutFile(record) })
        }
    }

    /// What is there already needs no file.
    private func takeWithoutFile(_ record: AssetRecord) async throws -> ImportOutcome {
        if let outcome = try await knownOutcome(of: record) { return outcome }
        return .skipped(code: "file_missing", reason: "Its file is not in the export.")
    }

    private func take(_ record: AssetRecord, _ file: (any UploadSource)?) async throws -> ImportOutcome {
        if let outcome = try await knownOutcome(of: record) { return outcome }
        guard record.status != .deleting else {
            return .skipped(code: "deleting", reason: "It was being deleted when it was exported.")
        }
        let edit = try record.edit.checked()
        var details = try await details(of: record, edit)
        if settings.isDryRun {
            try await foresee(record, details)
            return .imported
        }
        let organization = organization
        let isFree = try await library.database.read { try await !$0.imports.isUsed(record.id) }
        if let path = edit.logicalPath ?? nil {
            let isTaken = try await library.database.read { try await $0.assets.isTaken(path: path, in: organization) }
            details.logicalPath = isTaken ? nil : path
        }
        details.provenance = Provenance(
            uploadPaths: record.uploadPaths,
            former: FormerAsset(
                id: record.id, newID: isFree ? record.id : .make(at: library.now),
                displayName: edit.displayName ?? record.displayName, status: record.status, createdAt: record.createdAt,
                updatedAt: record.updatedAt, deletedAt: record.deletedAt, checksum: record.checksum))
        let made: UploadOutcome
        if let file {
            made = try await library.upload(AnySource(file), details, by: caller)
        } else {
            made = try await library.createExternalAsset(
                ExternalLink(
                    sourceURL: record.sourceURL ?? "", provider: record.provider, thumbnailURL: record.thumbnailSourceURL),
                details, by: caller)
        }
        mapping.note(record.id, is: made.asset)
        return .imported
    }

    private func details(of record: AssetRecord, _ edit: AssetEdit) async throws -> UploadDetails {
        var details = UploadDetails(fileName: record.originalName, declaredByteSize: record.byteSize)
        details.title = edit.title ?? nil
        details.description = edit.description ?? nil
        details.altText = edit.altText ?? nil
        details.label = edit.label ?? nil
        details.visibility = edit.visibility
        details.mediaType = (edit.mediaType ?? nil) ?? settings.mediaType
        details.tags = edit.tags ?? []
        details.folderID = record.folderID.flatMap { folders[$0] }
        if !record.provider.isExternal { details.sourceURL = record.sourceURL }
        return details
    }

    private func foresee(_ record: AssetRecord, _ details: UploadDetails) async throws {
        _ = try details.record(in: caller.organization.policy)
        if record.provider.isExternal {
            guard caller.organization.policy.acceptsExternalAssets else { throw AssetError.externalRefused }
            return
        }
        try await library.foresee(
            mimeType: record.mimeType ?? "application/octet-stream", size: record.byteSize ?? 0, room: &plannedBytes,
            in: organization)
    }

    /// The outcome for an asset that is here: an earlier import brought it, or it never left; nil for one that is not.
    private func knownOutcome(of record: AssetRecord) async throws -> ImportOutcome? {
        let organization = organization
        let here = try await library.database.read { transaction -> (asset: Asset, isImport: Bool)? in
            if let id = try await transaction.imports.asset(formerly: record.id, in: organization) {
                return try await transaction.assets.find(id, in: organization).map { ($0, true) }
            }
            return try await transaction.assets.find(record.id, in: organization).map { ($0, false) }
        }
        guard let here, here.asset.status != .deleting else { return nil }
        mapping.note(record.id, is: here.asset)
        guard here.isImport || here.asset.checksum == record.checksum else {
            return .skipped(code: "changed_since", reason: "It is here, with another file; it was left as it is.")
        }
        return .present
    }

    private func takeThumbnails() async throws {
        let wanted = manifest.thumbnails.filter { mapping[$0.value] != nil }
        try await source.forEachFile(named: wanted.keys.sorted()) { name, file in
            guard let former = wanted[name], let id = mapping[former] else { return }
            let organization = organization
            let asset = try await library.database.read { try await $0.assets.find(id, in: organization) }
            guard let asset, asset.status.isInLibrary, !asset.hasOwnThumbnail else { return }
            do {
                _ = try await library.setThumbnail(of: id, AnySource(file), by: caller)
            } catch {
                guard let outcome = ImportOutcome(error) else { throw error }
                try await note(ImportEvent("\(asset.metadata.displayName) (thumbnail)", outcome))
            }
        }
    }

    private func take(_ record: ContentRecord) async throws -> ImportOutcome {
        try await library.restore(record, body: mapping.mapped(record.body), isDryRun: settings.isDryRun, by: caller)
    }

    private func takeUsages(of record: AssetRecord) async throws {
        guard let asset = mapping[record.id] ?? (settings.isDryRun ? record.id : nil) else {
            return report.usages.count(
                .skipped(code: "asset_missing", reason: "The asset was not imported."), record.declared.count)
        }
        for usage in record.declared {
            let name = "\(record.displayName) in \(usage.targetType) \(usage.targetID)"
            let outcome = try await outcome { [settings, caller, library] in
                try await library.restore(usage, of: asset, isDryRun: settings.isDryRun, by: caller)
            }
            report.usages.count(outcome)
            if case .skipped = outcome { try await note(ImportEvent(name, outcome)) }
        }
    }

    /// What `body` comes to, and what an error about a single thing is.
    private func outcome(_ body: () async throws -> ImportOutcome) async throws -> ImportOutcome {
        do { return try await body() } catch {
            guard let known = ImportOutcome(error) else { throw error }
            return known
        }
    }

    private func tell(_ tally: WritableKeyPath<ImportReport, ImportTally>, _ name: String, _ outcome: ImportOutcome) async throws
    {
        report[keyPath: tally].count(outcome)
        try await note(ImportEvent(name, outcome))
    }
}

/// A source whose type is not known.
private struct AnySource: UploadSource {
    private let source: any UploadSource

    init(_ source: any UploadSource) { self.source = source }

    func read(into buffer: UnsafeMutableRawBufferPointer) async throws -> Int { try await source.read(into: buffer) }
}
