import BlobStorage
import Glibc
import Platform
import Testing

@Suite("Local blob store")
struct LocalBlobStoreTests {
    private let key: BlobKey

    init() throws { key = try BlobKey("organizations/o1/media/a1.jpg") }

    @Test("a published blob is the file of its key, for the owner alone, and staging is empty")
    func layout() async throws {
        let fixture = try LocalFixture()
        try await fixture.store.put([1, 2], as: key)
        let file = fixture.root + "/" + key.description
        #expect(try mode(of: file) == 0o600)
        #expect(try mode(of: fixture.root + "/organizations/o1") == 0o700)
        #expect(try names(in: fixture.root + "/.staging") == [])
    }

    @Test("a symbolic link in the root is followed neither to a file nor through a folder")
    func symbolicLinks() async throws {
        let fixture = try LocalFixture()
        try await fixture.store.put([1], as: key)
        let outside = try TemporaryFolder()
        _ = try FileDescriptor.open(outside.path + "/secret.jpg", O_WRONLY | O_CREAT)
        #expect(
            symlink(outside.path + "/secret.jpg", fixture.root + "/organizations/o1/media/link.jpg") == 0)
        #expect(symlink(outside.path, fixture.root + "/organizations/o2") == 0)

        await #expect(throws: BlobError.notFound) {
            try await fixture.store.open(BlobKey("organizations/o1/media/link.jpg"))
        }
        await #expect(throws: BlobError.notFound) {
            try await fixture.store.open(BlobKey("organizations/o2/secret.jpg"))
        }
        await #expect(throws: BlobError.self) {
            try await fixture.store.put([2], as: BlobKey("organizations/o2/planted.jpg"))
        }
        try await fixture.store.delete(BlobKey("organizations/o2/secret.jpg"))
        #expect(try await fixture.store.list(prefix: "", after: nil, limit: 10).map(\.key) == [key])
        #expect(try names(in: outside.path) == ["secret.jpg"])
    }

    @Test("a store opened again has its blobs, and what a crash left in staging can be swept")
    func crashLeftovers() async throws {
        let fixture = try LocalFixture()
        try await fixture.store.put([1], as: key)
        let cut = try await fixture.store.stage(named: "cut-short", as: key)
        try await cut.append([1, 2, 3])

        let reopened = try LocalBlobStore(root: fixture.root, pool: LocalFixture.pool)
        #expect(try await reopened.contents(of: key) == [1])
        #expect(try names(in: fixture.root + "/.staging") == ["cut-short"])
        #expect(try await reopened.removeAbandonedStaging(olderThan: 0, keeping: LiveStaging()) == 1)
        #expect(try names(in: fixture.root + "/.staging") == [])
    }

    @Test("a staging name is used once at a time")
    func stagingName() async throws {
        let fixture = try LocalFixture()
        _ = try await fixture.store.stage(named: "intent-1", as: key)
        await #expect(throws: BlobError.alreadyExists) { _ = try await fixture.store.stage(named: "intent-1", as: key) }
    }

    @Test("a reader keeps its blob while it is deleted")
    func readingThroughDeletion() async throws {
        let fixture = try LocalFixture()
        try await fixture.store.put([7, 8, 9], as: key)
        let blob = try await fixture.store.open(key)
        try await fixture.store.delete(key)
        #expect(try await blob.stream(0..<3).contents() == [7, 8, 9])
        #expect(try blob.localFile?.contents() == [7, 8, 9])
    }

    @Test("publishing what a sweep took from staging says so")
    func sweptUnderfoot() async throws {
        let fixture = try LocalFixture()
        let staged = try await fixture.store.finishedBlob([1], as: key)
        #expect(try await fixture.store.removeAbandonedStaging(olderThan: 0, keeping: LiveStaging()) == 1)
        await #expect(throws: BlobError.notStaged) { try await fixture.store.publish(staged) }
    }

    @Test("a folder that was removed by hand is made again")
    func removedFolder() async throws {
        let fixture = try LocalFixture()
        try await fixture.store.put([1], as: key)
        try await fixture.store.delete(key)
        for folder in ["/organizations/o1/media", "/organizations/o1", "/organizations"] {
            rmdir(fixture.root + folder)
        }
        try await fixture.store.put([2], as: key)
        #expect(try await fixture.store.contents(of: key) == [2])
    }

    @Test("a quarantined blob keeps its bytes under the time and its key")
    func quarantineLayout() async throws {
        let fixture = try LocalFixture()
        try await fixture.store.put([1, 2, 3], as: key)
        try await fixture.store.quarantine(key)
        let time = try #require(try names(in: fixture.root + "/.quarantine").first)
        let kept = try FileDescriptor.open("\(fixture.root)/.quarantine/\(time)/\(key)", O_RDONLY)
        #expect(try kept.contents() == [1, 2, 3])
    }

    @Test("files that are no blobs are not listed")
    func strangers() async throws {
        let fixture = try LocalFixture()
        try await fixture.store.put([1], as: key)
        for name in ["lost+found", "ü.jpg", ".hidden"] {
            _ = try FileDescriptor.open(fixture.root + "/" + name, O_WRONLY | O_CREAT)
        }
        #expect(mkfifo(fixture.root + "/pipe", 0o600) == 0)
        #expect(try await fixture.store.list(prefix: "", after: nil, limit: 10).map(\.key) == [key])
    }

    @Test("a page is filled past any number of empty folders")
    func emptyFolders() async throws {
        let fixture = try LocalFixture()
        for number in 0..<50 { mkdir("\(fixture.root)/empty-\(number)", 0o700) }
        try await fixture.store.put([1], as: BlobKey("full/a.jpg"))
        #expect(
            try await fixture.store.list(prefix: "", after: nil, limit: 1).map(\.key.description) == [
                "full/a.jpg"
            ])
    }

    @Test("a blob store that cannot be opened names the folder")
    func unusableRoot() throws {
        let folder = try TemporaryFolder()
        #expect(throws: BlobError.self) {
            try LocalBlobStore(root: folder.path + "/no/such", pool: LocalFixture.pool)
        }
    }

    @Test("a store with less free than its reserve is not ready")
    func reserve() async throws {
        let fixture = try LocalFixture(reserve: .max)
        await #expect(throws: BlobError.noSpace) { try await fixture.store.check() }
    }

    @Test("a store whose folder is gone is not ready")
    func goneRoot() async throws {
        let fixture = try LocalFixture()
        rmdir(fixture.root + "/.staging")
        await #expect { try await fixture.store.check() } throws: {
            ($0 as? BlobError)?.isRetryable == true
        }
        await #expect { _ = try await fixture.store.stage(named: nil, as: key) } throws: {
            ($0 as? BlobError)?.isRetryable == true
        }
    }
}

private func mode(of path: String) throws -> mode_t {
    var status = stat()
    guard lstat(path, &status) == 0 else { throw Errno.current }
    return status.st_mode & 0o777
}

private func names(in path: String) throws -> [String] {
    guard let stream = opendir(path) else { throw Errno.current }
    defer { closedir(stream) }
    var names: [String] = []
    while let entry = readdir(stream) {
        let name = withUnsafePointer(to: &entry.pointee.d_name) {
            $0.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
        }
        if name != "." && name != ".." { names.append(name) }
    }
    return names.sorted()
}
