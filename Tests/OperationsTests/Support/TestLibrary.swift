import BlobStorage
import Cryptography
import Database
import DatabaseTesting
import FileTypes
import Foundation
import Library
import LibraryStore
import MediaWorker
import Operations
import Platform
import Testing

/// A whole library on a real database, blob store and media worker, with two organizations, in a folder of its own.
final class TestLibrary: Sendable {
    let folder: String
    private let place: TemporaryDatabase
    let library: MediaLibrary
    let database: FaultyDatabase
    let blobs: FaultyBlobStore
    let clock: TestClock
    /// As created; counters live in the database.
    let organization: Organization
    let neighbour: Organization

    private static let pool = BlockingPool(name: "test-blocking", threads: 4)

    init(
        profile: Profile = .cms, rules: [PolicyKey: String] = [:], storageLimit: Int64? = nil, fileLimit: Int64? = nil,
        worker: Task<MediaWorkerPool, Never> = TestWorker.shared
    ) async throws {
        folder = Self.root + "/\(Self.count.withLock { $0 += 1; return $0 })"
        guard mkdir(folder, 0o700) == 0 else { throw Errno.current }
        clock = TestClock()
        place = try await Engine.chosen.make()
        (database, blobs, library) = try await Self.open(folder, place, clock, worker)
        _ = try await migrate(database, LibraryMigrations.all)
        _ = try await library.createOrganization(slug: "atelier", name: "Atelier", plan: .free, profile: profile)
        neighbour = try await library.createOrganization(slug: "neighbour", name: "Neighbour", plan: .free, profile: .cms)
        organization = try await library.changeOrganization(
            "atelier",
            settings: [
                ("maxStorageBytes", storageLimit.map { "\($0)" } ?? ""), ("maxFileBytes", fileLimit.map { "\($0)" } ?? ""),
            ] + rules.map { ($0.key.rawValue, $0.value) })
    }

    /// Another process's view of `other`: the same files, nothing else shared.
    init(beside other: TestLibrary) async throws {
        (folder, place, clock) = (other.folder, other.place, other.clock)
        (organization, neighbour) = (other.organization, other.neighbour)
        (database, blobs, library) = try await Self.open(folder, place, clock, TestWorker.shared)
    }

    /// The folder of all test libraries, removed when the tests end: hooks that name their library keep it alive till then.
    private static let root: String = {
        var template = Array("/tmp/vitrine-operations-XXXXXX".utf8CString)
        guard mkdtemp(&template) != nil else { return "/nonexistent" }
        atexit { try? FileManager.default.removeItem(atPath: TestLibrary.root) }
        return String(decoding: template.dropLast().map(UInt8.init(bitPattern:)), as: UTF8.self)
    }()
    private static let count = Locked(0)

    private static func open(
        _ folder: String, _ place: TemporaryDatabase, _ clock: TestClock, _ worker: Task<MediaWorkerPool, Never>
    ) async throws -> (FaultyDatabase, FaultyBlobStore, MediaLibrary) {
        let database = FaultyDatabase(LockOrderDatabase(inner: try place.open()))
        let blobs = FaultyBlobStore(try LocalBlobStore(root: folder + "/blobs", pool: pool, reserve: 0))
        let library = MediaLibrary(
            database: database, stores: BlobStores(media: blobs, logos: blobs), mediaWorker: await worker.value,
            fileTypes: try FileTypeDetector(), secret: .random(),
            blockingPool: pool,
            clock: clock)
        return (database, blobs, library)
    }

    /// Somebody with `role` in the first organization, or in the other.
    func caller(_ role: Role = .owner, neighbour isNeighbour: Bool = false) -> Caller {
        let user = User(
            id: .make(at: Timestamp(microseconds: 0)), email: "ann@example.org", isSuperadmin: false, createdAt: clock.now)
        return Caller(user: user, organization: isNeighbour ? neighbour : organization, role: role, door: .api)
    }

    /// The same, known to the database: rows may name the user as their creator.
    func member(_ role: Role = .owner) async throws -> Caller {
        _ = try await library.createUser(
            email: "\(role.rawValue)@example.org", password: "correct horse", memberOf: ("atelier", role))
        let found = try await library.database.read { try await $0.users.find(email: "\(role.rawValue)@example.org") }
        return try await library.caller(try #require(found).user, in: "atelier", door: .api)
    }

    /// The command line, which leaves no user behind.
    var system: Caller { Caller(user: nil, organization: organization, role: nil, door: .commandLine) }

    /// Uploads `bytes` as the system.
    func upload(_ bytes: [UInt8], as name: String = "file.txt") async throws -> Asset {
        var details = UploadDetails(fileName: name, declaredByteSize: Int64(bytes.count))
        if organization.policy.requiresMediaType { details.mediaType = .logo }
        return try await library.uploadAsset(BytesSource(bytes), details, by: system)
    }

    /// Uploads the sample picture.
    func uploadPicture() async throws -> Asset { try await upload(try await Samples.picture.value, as: "picture.png") }
}

/// What is there, for comparing.
extension TestLibrary {
    func row(_ id: AssetID) async throws -> Asset? {
        let organization = organization.id
        return try await library.database.read { try await $0.assets.find(id, in: organization) }
    }

    func state() async throws -> Organization { try await library.organization("atelier") }

    func names() async throws -> [String] {
        try await library.listAssets(AssetQuery(), by: system).assets.map(\.metadata.displayName)
    }

    /// The keys of every published blob.
    func blobKeys() async throws -> [String] {
        try await blobs.list(prefix: "", after: nil, limit: 10_000).map(\.key.description)
    }

    /// The names of staged files.
    func stagedFiles() throws -> [String] { try FileManager.default.contentsOfDirectory(atPath: folder + "/blobs/.staging") }

    /// The paths of blobs a sweep set aside.
    func quarantinedFiles() async throws -> [String] {
        let folder = folder + "/blobs/.quarantine"
        return try FileManager.default.subpathsOfDirectory(atPath: folder).filter { path in
            var isFolder: ObjCBool = false
            return FileManager.default.fileExists(atPath: folder + "/" + path, isDirectory: &isFolder) && !isFolder.boolValue
        }
    }

    func jobDepth() async throws -> [Int] {
        let depth = try await library.jobDepth()
        return [depth.queued, depth.dead]
    }

    func intents() async throws -> [PublishIntent] {
        let organization = organization.id
        return try await library.database.read { try await $0.intents.all(in: organization) }
    }

    /// Claims the job that is due; it must be there.
    func claim(leaseSeconds: Int64 = 60) async throws -> ClaimedJob {
        try #require(try await library.database.write { try await $0.jobs.claim(leaseSeconds: leaseSeconds) })
    }

    func change(_ sql: SQL) async throws {
        try await LockOrderDatabase.$isUnchecked.withValue(true) {
            try await library.database.write { _ = try await $0.run(sql) }
        }
    }

    /// Nothing is listed, stored, staged, promised or reserved.
    func expectNothing(_ location: SourceLocation = #_sourceLocation) async throws {
        let state = try await state()
        #expect(state.usedBytes == 0, sourceLocation: location)
        #expect(state.reservedBytes == 0, sourceLocation: location)
        #expect(try await names() == [], sourceLocation: location)
        #expect(try await blobKeys() == [], sourceLocation: location)
        #expect(try stagedFiles() == [], sourceLocation: location)
        #expect(try await intents().isEmpty, sourceLocation: location)
        #expect(try await jobDepth() == [0, 0], sourceLocation: location)
        try await expectSound(location)
    }

    /// `verify` finds nothing to say.
    func expectSound(_ location: SourceLocation = #_sourceLocation) async throws {
        #expect(try await library.verify(checksums: true).differences == [], sourceLocation: location)
    }
}
