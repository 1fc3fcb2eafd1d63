internal import Glibc
internal import Platform

/// A local file without a name that holds the bytes of a blob which lives elsewhere: gone with its last descriptor, or the process.
struct SpoolFile: Sendable {
    let file: FileDescriptor

    init(in folder: String) throws(Errno) { file = try .temporary(in: folder) }

    /// A read-only descriptor with a position of its own, at the beginning.
    func reader() throws(Errno) -> FileDescriptor { try .open("/proc/self/fd/\(file.rawValue)", O_RDONLY) }
}

extension RemoteBlob {
    /// Fetches `byteSize` bytes into a spool file in `folder`.
    func spool(_ byteSize: Int64, in folder: String, on pool: BlockingPool) async throws(BlobError) -> FileDescriptor {
        let stream = try await stream(0..<byteSize)
        return try await withTaskExecutorPreference(pool) { () async throws(BlobError) -> FileDescriptor in
            let buffer = UnsafeMutableRawBufferPointer.allocate(byteCount: 256 * 1024, alignment: 16)
            defer { buffer.deallocate() }
            do {
                let spool = try SpoolFile(in: folder)
                while case let count = try await stream.read(into: buffer), count > 0 {
                    try spool.file.write(UnsafeRawBufferPointer(rebasing: buffer[..<count]))
                }
                return try spool.reader()
            } catch let error as Errno {
                throw BlobError(error)
            } catch let error as BlobError {
                throw error
            } catch {
                throw .unavailable("\(error)")
            }
        }
    }
}
