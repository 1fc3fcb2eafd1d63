internal import CArchive
internal import Glibc
package import Platform

/// A file in an archive, as its list of contents has it.
package struct ArchiveEntry: Hashable, Sendable {
    /// Whatever whoever made the archive wrote: never a path to open or make by itself.
    package let name: String
    package let isRegularFile: Bool
    /// Nil where the archive does not say.
    package let byteSize: Int64?

    package init(name: String, isRegularFile: Bool, byteSize: Int64?) {
        self.name = name
        self.isRegularFile = isRegularFile
        self.byteSize = byteSize
    }
}

/// Reads a ZIP archive entry by entry, in one pass. Used by one task at a time; calls block.
package final class ArchiveReader: @unchecked Sendable {  // its task alone calls libarchive
    /// More files than any library here has; each costs libarchive memory.
    package static let maximumEntries = 5_000_000
    package static let maximumNameBytes = 4_096

    private let handle: OpaquePointer
    /// Open as long as it is read.
    private let file: FileDescriptor
    private var count = 0

    /// Opens the archive that `file` holds; nobody else may move the descriptor's position meanwhile.
    package init(_ file: FileDescriptor) throws(ArchiveError) {
        guard let handle = archive_read_new() else { throw .failed(reason: "out of memory") }
        self.handle = handle
        self.file = file
        try check(archive_read_support_format_zip_seekable(handle))
        guard lseek(file.rawValue, 0, SEEK_SET) == 0 else { throw .failed(reason: "\(Errno.current)") }
        try check(archive_read_open_fd(handle, file.rawValue, 256 * 1024))
    }

    deinit { archive_read_free(handle) }

    /// The next entry, whose bytes ``read(into:)`` gives then; nil after the last.
    package func next() throws(ArchiveError) -> ArchiveEntry? {
        var entry: OpaquePointer?
        let status = archive_read_next_header(handle, &entry)
        if status == ARCHIVE_EOF { return nil }
        try check(status)
        count += 1
        guard count <= Self.maximumEntries else { throw .tooLarge(reason: "it has more than \(Self.maximumEntries) entries") }
        guard let entry, let bytes = archive_entry_pathname(entry) else {
            return ArchiveEntry(name: "", isRegularFile: false, byteSize: nil)
        }
        guard strlen(bytes) <= Self.maximumNameBytes else {
            throw .tooLarge(reason: "the name of an entry has more than \(Self.maximumNameBytes) bytes")
        }
        return ArchiveEntry(
            name: String(cString: bytes), isRegularFile: archive_entry_filetype(entry) == 0o100000,
            byteSize: archive_entry_size_is_set(entry) != 0 ? archive_entry_size(entry) : nil)
    }

    /// Fills the beginning of `buffer` with bytes of the present entry and answers how many; 0 at its end. Bytes that are not those
    /// the archive has a check sum of are an error at the end.
    package func read(into buffer: UnsafeMutableRawBufferPointer) throws(ArchiveError) -> Int {
        let count = archive_read_data(handle, buffer.baseAddress, buffer.count)
        if count >= 0 { return count }
        // Whatever libarchive thinks of a warning here, the bytes are not what they should be.
        let status = count == Int(ARCHIVE_WARN) ? ARCHIVE_FAILED : Int32(clamping: count)
        try check(status)
        return 0
    }

    private func check(_ status: Int32) throws(ArchiveError) { try ArchiveError.check(status, handle, isReading: true) }
}
