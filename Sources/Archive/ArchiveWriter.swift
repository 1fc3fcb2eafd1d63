internal import CArchive

/// A ZIP archive that is made piece by piece: entries are stored as they are, ZIP64 where that is needed.
///
/// Nothing is written anywhere: ``take()`` gives the bytes made since the last call, for the caller to send before it goes on. Memory
/// grows by about 150 bytes an entry, for the list of contents at the end. Used by one task at a time.
///
///     let archive = try ArchiveWriter()
///     try archive.beginEntry(named: "hello.txt", byteSize: 5, modifiedAt: 0)
///     try archive.write(bytes)
///     try archive.endEntry()
///     try archive.finish()
///     let zip = archive.take()
package final class ArchiveWriter: @unchecked Sendable {  // its task alone calls libarchive, which calls back within the call
    private let handle: OpaquePointer
    private let output = Output()
    /// Bytes the present entry still needs.
    private var missing: Int64 = 0

    private final class Output {
        var bytes: [UInt8] = []
    }

    package init() throws(ArchiveError) {
        guard let handle = archive_write_new() else { throw .failed(reason: "out of memory") }
        self.handle = handle
        try check(archive_write_set_format_zip(handle))
        try check(archive_write_zip_set_compression_store(handle))
        // Every piece is handed on as it is made, and nothing is padded.
        try check(archive_write_set_bytes_per_block(handle, 0))
        try check(archive_write_set_bytes_in_last_block(handle, 1))
        let context = Unmanaged.passUnretained(output).toOpaque()
        try check(
            archive_write_open(
                handle, context, nil,
                { _, context, bytes, count in
                    guard let context, let bytes else { return -1 }
                    let output = Unmanaged<Output>.fromOpaque(context).takeUnretainedValue()
                    output.bytes.append(contentsOf: UnsafeRawBufferPointer(start: bytes, count: count))
                    return count
                }, nil))
    }

    deinit { archive_write_free(handle) }

    /// Begins a file of `byteSize` bytes.
    ///
    /// - Parameter modifiedAt: in seconds since 1970.
    package func beginEntry(named name: String, byteSize: Int64, modifiedAt: Int64) throws(ArchiveError) {
        guard let entry = archive_entry_new2(handle) else { throw .failed(reason: "out of memory") }
        defer { archive_entry_free(entry) }
        archive_entry_set_pathname_utf8(entry, name)
        archive_entry_set_filetype(entry, 0o100000)
        archive_entry_set_perm(entry, 0o644)
        archive_entry_set_size(entry, byteSize)
        archive_entry_set_mtime(entry, .init(modifiedAt), 0)
        try check(archive_write_header(handle, entry))
        missing = byteSize
    }

    /// Adds to the present entry; throws `wrongSize` for more than was announced.
    package func write(_ bytes: UnsafeRawBufferPointer) throws(ArchiveError) {
        guard Int64(bytes.count) <= missing else { throw .wrongSize }
        missing -= Int64(bytes.count)
        var rest = bytes
        while !rest.isEmpty {
            let count = archive_write_data(handle, rest.baseAddress, rest.count)
            guard count > 0 else {
                try check(Int32(clamping: count))
                throw .wrongSize
            }
            rest = UnsafeRawBufferPointer(rebasing: rest[count...])
        }
    }

    /// Ends the present entry; throws `wrongSize` for less than was announced.
    package func endEntry() throws(ArchiveError) {
        guard missing == 0 else { throw .wrongSize }
        try check(archive_write_finish_entry(handle))
    }

    /// Makes the list of contents; an archive without it is cut short, and everybody sees that.
    package func finish() throws(ArchiveError) { try check(archive_write_close(handle)) }

    /// The bytes made since the last call.
    package func take() -> [UInt8] {
        defer { output.bytes.removeAll(keepingCapacity: true) }
        return output.bytes
    }

    private func check(_ status: Int32) throws(ArchiveError) { try ArchiveError.check(status, handle, isReading: false) }
}
