import BlobStorage
import Glibc
import Platform
import Testing

@Suite(
    "Local blob store on a full disk",
    .enabled(if: SmallDisk.isPossible, "mounting a tmpfs needs root"))
struct FullDiskTests {
    @Test("writing past the end of the disk says so, leaves nothing, and smaller blobs still fit")
    func noSpace() async throws {
        let disk = try SmallDisk(bytes: 1 << 20)
        let store = try LocalBlobStore(root: disk.path + "/blobs", pool: LocalFixture.pool, reserve: 0)
        let key = try BlobKey("a/b.jpg")
        await #expect(throws: BlobError.noSpace) {
            try await store.put([UInt8](repeating: 1, count: 2 << 20), as: key)
        }
        #expect(BlobError.noSpace.isRetryable)
        await #expect(throws: BlobError.notFound) { try await store.open(key) }
        #expect(try await store.removeAbandonedStaging(olderThan: 0, keeping: LiveStaging()) == 0)
        try await store.put([UInt8](repeating: 2, count: 512 << 10), as: key)
        #expect(try await store.open(key).byteSize == 512 << 10)
    }

    @Test("a staged blob that failed once cannot be finished short")
    func failedStaysFailed() async throws {
        let disk = try SmallDisk(bytes: 1 << 20)
        let store = try LocalBlobStore(root: disk.path + "/blobs", pool: LocalFixture.pool, reserve: 0)
        let staged = try await store.stage(named: nil, as: BlobKey("a/b.jpg"))
        await #expect(throws: BlobError.noSpace) {
            try await staged.append([UInt8](repeating: 1, count: 2 << 20))
        }
        await #expect(throws: BlobError.notStaged) { try await staged.append([1]) }
        await #expect(throws: BlobError.notStaged) { try await staged.finish() }
        await #expect(throws: BlobError.notStaged) { try await store.publish(staged) }
    }

    @Test("a full disk is not ready")
    func readiness() async throws {
        let disk = try SmallDisk(bytes: 1 << 20)
        let store = try LocalBlobStore(root: disk.path + "/blobs", pool: LocalFixture.pool)
        await #expect(throws: BlobError.noSpace) { try await store.check() }
    }
}

/// A tmpfs of its own, unmounted when the last reference goes.
final class SmallDisk: Sendable {
    let folder: TemporaryFolder
    var path: String { folder.path }

    init(bytes: Int) throws {
        folder = try TemporaryFolder()
        guard mount("tmpfs", folder.path, "tmpfs", 0, "size=\(bytes)") == 0 else { throw Errno.current }
    }

    deinit { umount2(folder.path, Int32(MNT_DETACH)) }

    static let isPossible = (try? SmallDisk(bytes: 1 << 20)) != nil
}
