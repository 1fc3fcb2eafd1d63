internal import Archive
package import Library
package import Operations
internal import Platform

/// How far an export has come.
package struct ExportProgress: Sendable {
    package var assets = 0
    /// Bytes of files in the archive.
    package var bytes: Int64 = 0

    package init() {}
}

extension LibraryExport {
    /// Writes the manifest to `output`, which holds this back as long as it likes.
    ///
    /// - Parameter baseURL: `https://host` this server is reached at, or nothing for root-relative addresses.
    package func writeManifest(
        baseURL: String, progress: @escaping @Sendable (ExportProgress) -> Void = { _ in },
        to output: @escaping @Sendable ([UInt8]) async throws -> Void
    ) async throws {
        let addresses = AssetAddresses(library: library, baseURL: baseURL)
        try await blocking {
            let manifest = ManifestWriter(self, addresses, output: output)
            try await manifest.begin()
            var done = ExportProgress()
            try await forEachAsset { exported in
                try await manifest.write(exported)
                done.assets += 1
                progress(done)
            }
            try await manifest.end()
        }
    }

    /// Writes a ZIP archive to `output`: every file, and last the manifest of what is in it. An archive that could not be finished has
    /// no list of contents, and nobody takes it for a whole one.
    ///
    /// Throws ``ServiceError`` for a file that cannot be read, and what `output` throws.
    package func writeArchive(
        baseURL: String, progress: @escaping @Sendable (ExportProgress) -> Void = { _ in },
        to output: @escaping @Sendable ([UInt8]) async throws -> Void
    ) async throws {
        let addresses = AssetAddresses(library: library, baseURL: baseURL)
        try await blocking {
            let packing = try ArchivePacking(self, addresses, progress: progress, to: output)
            try await forEachAsset { try await packing.add($0) }
            try await packing.finish()
        }
    }

    private func forEachAsset(_ body: (ExportedAsset) async throws -> Void) async throws {
        var cursor: ListCursor?
        repeat {
            let page = try await assets(after: cursor)
            for exported in page.assets { try await body(exported) }
            cursor = page.next
        } while cursor != nil
    }
}

/// Puts one asset after the other into an archive; the manifest waits in a file without a name until the end.
private final class ArchivePacking {
    private let export: LibraryExport
    private let archive: ArchiveWriter
    private let manifest: ManifestWriter
    private let manifestFile: FileDescriptor
    private let progress: @Sendable (ExportProgress) -> Void
    private let output: @Sendable ([UInt8]) async throws -> Void
    private let buffer = UnsafeMutableRawBufferPointer.allocate(byteCount: 256 * 1024, alignment: 4096)
    private var done = ExportProgress()
    private var hasBegun = false

    init(
        _ export: LibraryExport, _ addresses: AssetAddresses, progress: @escaping @Sendable (ExportProgress) -> Void,
        to output: @escaping @Sendable ([UInt8]) async throws -> Void
    ) throws {
        self.export = export
        self.progress = progress
        self.output = output
        archive = try ArchiveWriter()
        let file = try FileDescriptor.temporary(in: export.temporaryFolder)
        manifestFile = file
        manifest = ManifestWriter(export, addresses) { bytes in try bytes.withUnsafeBytes { try file.write($0) } }
    }

    deinit { buffer.deallocate() }

    func add(_ exported: ExportedAsset) async throws {
        if !hasBegun {
            try await manifest.begin()
            hasBegun = true
        }
        guard exported.asset.storage != nil else {
            return try await note(exported, ArchivedFiles(of: exported.asset, hasThumbnail: false))
        }
        guard let (asset, file) = try await export.open(exported.asset) else {
            // What has no known size has no known file; all others were deleted meanwhile.
            if exported.asset.byteSize == nil { try await note(exported, ArchivedFiles()) }
            return
        }
        let thumbnail = try await export.openOwnThumbnail(of: asset)
        let names = ArchivedFiles(of: asset, hasThumbnail: thumbnail != nil)
        try await add(file, as: names.original)
        if let thumbnail { try await add(thumbnail, as: names.thumbnail) }
        try await note(ExportedAsset(asset: asset, like: exported), names)
    }

    func finish() async throws {
        if !hasBegun { try await manifest.begin() }
        try await manifest.end()
        let size = try manifestFile.status().byteSize
        try archive.beginEntry(named: "manifest.json", byteSize: size, modifiedAt: export.exportedAt.seconds)
        var offset: Int64 = 0
        while offset < size {
            let count = try manifestFile.read(into: buffer, at: offset)
            guard count > 0 else { throw ServiceError.storageUnavailable(cause: "the manifest's file became shorter") }
            try await write(count)
            offset += Int64(count)
        }
        try archive.endEntry()
        try archive.finish()
        try await flush()
    }

    private func note(_ exported: ExportedAsset, _ names: ArchivedFiles) async throws {
        try await manifest.write(exported, names)
        done.assets += 1
        progress(done)
    }

    private func add(_ file: Delivery, as name: String?) async throws {
        guard let name else { return }
        try archive.beginEntry(named: name, byteSize: file.byteSize, modifiedAt: file.modifiedAt.seconds)
        let bytes = try await file.stream(0..<file.byteSize)
        while true {
            let count = try await bytes.read(into: buffer)
            if count == 0 { break }
            try await write(count)
            done.bytes += Int64(count)
            progress(done)
        }
        try archive.endEntry()
    }

    private func write(_ count: Int) async throws {
        try archive.write(UnsafeRawBufferPointer(rebasing: buffer[..<count]))
        try await flush()
    }

    private func flush() async throws {
        let bytes = archive.take()
        if !bytes.isEmpty { try await output(bytes) }
    }
}
