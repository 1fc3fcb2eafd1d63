internal import Cryptography
internal import Glibc
internal import Platform

/// A folder for bytes on their way to or from a store elsewhere: unnamed files, gone when closed, whatever becomes of the process.
struct Spool: Sendable {
    private let folder: String
    let pool: BlockingPool

    /// Blocks.
    init(folder: String, pool: BlockingPool) throws(BlobError) {
        guard mkdir(folder, 0o700) == 0 || errno == EEXIST else {
            throw .unavailable("\(folder): \(Errno.current)")
        }
        self.folder = folder
        self.pool = pool
    }

    func makeFile() async throws(BlobError) -> FileDescriptor {
        do {
            return try await onPool { () throws(Errno) in try FileDescriptor.temporary(in: folder) }
        } catch .notFound {
            throw .unavailable("the folder \(folder) is gone")
        }
    }

    /// Another read-only descriptor of `file`, with a position of its own.
    func reopen(_ file: FileDescriptor) async throws(BlobError) -> FileDescriptor {
        try await onPool { () throws(Errno) in try FileDescriptor.open("/proc/self/fd/\(file.rawValue)", O_RDONLY) }
    }

    /// All of `stream`, in a file of its own that is read from the beginning.
    func fetch(_ stream: any BlobStream) async throws(BlobError) -> FileDescriptor {
        let file = try await makeFile()
        try await withTaskExecutorPreference(pool) { () async throws(BlobError) in
            let buffer = UnsafeMutableRawBufferPointer.allocate(byteCount: 512 * 1024, alignment: 4096)
            defer { buffer.deallocate() }
            while true {
                let count = try await stream.read(into: buffer)
                if count == 0 { return }
                do throws(Errno) { try file.write(UnsafeRawBufferPointer(rebasing: buffer[..<count])) } catch {
                    throw BlobError(error)
                }
            }
        }
        return try await reopen(file)
    }

    /// Runs `body` on the pool; at once when the task is on it.
    func onPool<Result: Sendable>(_ body: @Sendable () throws(Errno) -> Result) async throws(BlobError) -> Result {
        try await pool.perform(body)
    }
}

/// 128 random bits of the system's generator, in hexadecimal.
func unguessableName() -> String { Hex.encode(RandomToken.random(16)) }
