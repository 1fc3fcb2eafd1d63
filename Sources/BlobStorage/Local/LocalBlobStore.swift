internal import Glibc
package import Platform

/// Blobs as files: the blob `a/b.jpg` is the file `<root>/a/b.jpg`.
///
/// `.staging` and `.quarantine` in the root hold what is not published; keys cannot name them. All is on one file system, so
/// publishing is a rename. Several processes may use one root.
package final class LocalBlobStore: BlobStore {
    package let provider = "local"
    package let bucket: String?

    let root: Folder
    let staging: Folder
    let quarantined: Folder
    let durableFolders = DurableFolders()
    private let pool: BlockingPool
    private let reserve: Int64

    /// Opens the store in the folder `root`, which is made when missing; its parent must exist. Blocks.
    ///
    /// - Parameters:
    ///   - bucket: what assets record as its bucket, where there is more than one local store.
    ///   - pool: runs the calls that block.
    ///   - reserve: bytes that must be free for `check` to succeed.
    package init(root path: String, bucket: String? = nil, pool: BlockingPool, reserve: Int64 = 64 << 20) throws(BlobError) {
        self.bucket = bucket
        self.pool = pool
        self.reserve = reserve
        do throws(Errno) {
            root = try Folder(making: path)
            staging = try root.makeFolder(".staging")
            quarantined = try root.makeFolder(".quarantine")
            try root.synchronize()
            try FileDescriptor.open(path + "/..", O_RDONLY | O_DIRECTORY).synchronize()
        } catch {
            throw .unavailable("\(path): \(error)")
        }
    }

    /// Its folder was made when it was opened.
    package func makeBucket() async throws(BlobError) {}

    package func open(_ key: BlobKey) async throws(BlobError) -> OpenBlob {
        try await onPool { () throws(Errno) in
            let descriptor = try self.root.open(key.description)
            let status = try descriptor.status()
            guard status.isRegularFile else { throw .notFound }
            return OpenBlob(file: descriptor, byteSize: status.byteSize, modifiedAt: status.modifiedAt)
        }
    }

    package func check() async throws(BlobError) {
        let free = try await inStaging { staging throws(Errno) in
            let probe = ".check-" + LocalStagedBlob.unguessableName()
            let file = try staging.makeFile(probe)
            defer { try? staging.remove(probe) }  // what stays behind is swept
            try withUnsafeBytes(of: UInt8(0)) { bytes throws(Errno) in try file.write(bytes) }
            return try staging.freeBytes()
        }
        if free < reserve { throw .noSpace }
    }

    /// Runs `body` on the pool with the staging folder.
    func inStaging<Result: Sendable>(_ body: @Sendable (Folder) throws(Errno) -> Result) async throws(BlobError) -> Result {
        do {
            return try await onPool { () throws(Errno) in try body(self.staging) }
        } catch .notFound {
            throw .unavailable("the staging folder is gone")
        }
    }

    /// Runs `body` on the pool.
    func onPool<Result: Sendable>(_ body: @Sendable () throws(Errno) -> Result) async throws(BlobError) -> Result {
        try await pool.perform(body)
    }
}

extension BlockingPool {
    /// Runs `body` on this pool; at once when the task is on it.
    func perform<Result: Sendable>(_ body: @Sendable () throws(Errno) -> Result) async throws(BlobError) -> Result {
        try await withTaskExecutorPreference(self) { () async throws(BlobError) -> Result in
            do throws(Errno) { return try body() } catch { throw BlobError(error) }
        }
    }
}
