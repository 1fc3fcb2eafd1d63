internal import Archive
internal import Library
package import Platform

/// An export as it lies before us: in a folder, or as an archive.
package struct ExportSource: Sendable {
    private let kind: Kind

    private enum Kind: Sendable {
        case folder(FileTree)
        case archive(FileDescriptor)
    }

    package static let manifestName = "manifest.json"

    /// - Parameter folder: an archive that was unpacked.
    package init(folder: FileTree) { kind = .folder(folder) }

    /// - Parameter archive: a file that nobody else reads meanwhile.
    package init(archive: FileDescriptor) { kind = .archive(archive) }

    /// More would be the manifest of no library.
    private static let maximumManifestBytes: Int64 = 16 << 30

    /// The manifest as a file of its own. Throws ``ExportReadError``.
    func manifest(unpackedTo folder: String) throws -> FileDescriptor {
        switch kind {
        case .folder(let tree):
            do throws(Errno) { return try tree.file(Self.manifestName) } catch {
                throw error == .notFound ? ExportReadError.noManifest : error
            }
        case .archive(let file):
            do {
                let reader = try ArchiveReader(file)
                while let entry = try reader.next() {
                    if entry.name == Self.manifestName { return try unpacked(reader, to: folder) }
                }
            } catch let error as ArchiveError {
                throw ExportReadError.archiveDamaged(reason: "\(error)")
            }
            throw ExportReadError.noManifest
        }
    }

    private func unpacked(_ reader: ArchiveReader, to folder: String) throws -> FileDescriptor {
        let copy = try FileDescriptor.temporary(in: folder)
        let buffer = UnsafeMutableRawBufferPointer.allocate(byteCount: 256 * 1024, alignment: 4096)
        defer { buffer.deallocate() }
        var total: Int64 = 0
        while true {
            let count = try reader.read(into: buffer)
            if count == 0 { return copy }
            total += Int64(count)
            guard total <= Self.maximumManifestBytes else {
                throw ExportReadError.archiveDamaged(reason: "the manifest is too long")
            }
            try copy.write(UnsafeRawBufferPointer(rebasing: buffer[..<count]))
        }
    }

    /// Calls `body` once with each of the files named that is there. Names are looked for, never followed: one that leads out of a
    /// folder is not found.
    ///
    /// - Parameter names: in the order that suits a folder; an archive has its own.
    func forEachFile(
        named names: [String], _ body: (String, any UploadSource) async throws -> Void
    ) async throws {
        switch kind {
        case .folder(let tree):
            for name in names {
                guard let file = Self.open(name, in: tree) else { continue }
                try await body(name, OpenFileSource(file))
            }
        case .archive(let file):
            var missing = Set(names)
            do {
                let reader = try ArchiveReader(file)
                while !missing.isEmpty, let entry = try reader.next() {
                    guard entry.isRegularFile, missing.remove(entry.name) != nil else { continue }
                    try await body(entry.name, ArchivedFileSource(reader: reader))
                }
            } catch let error as ArchiveError {
                throw ExportReadError.archiveDamaged(reason: "\(error)")
            }
        }
    }

    /// Nil for what is not there, is no regular file, or has a link on its way.
    private static func open(_ name: String, in tree: FileTree) -> FileDescriptor? {
        var tree = tree
        let segments = name.split(separator: "/", omittingEmptySubsequences: false).map(String.init)
        for segment in segments.dropLast() {
            guard let below = try? tree.folder(segment) else { return nil }
            tree = below
        }
        return segments.last.flatMap { try? tree.file($0) }
    }
}

/// The entry an archive's reader is at.
private struct ArchivedFileSource: UploadSource {
    let reader: ArchiveReader

    func read(into buffer: UnsafeMutableRawBufferPointer) async throws -> Int { try reader.read(into: buffer) }
}
