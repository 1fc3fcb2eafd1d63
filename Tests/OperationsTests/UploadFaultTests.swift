import BlobStorage
import Database
import Library
import LibraryStore
import Operations
import Platform
import Testing

/// An upload that fails leaves nothing: no row, no bytes, no reservation, at whatever step.
@Suite("Uploads that fail")
struct UploadFaultTests {
    private let pieces = Array(repeating: Samples.text(200_000), count: 4)

    private func upload(_ source: some UploadSource, to test: TestLibrary, declared: Int64? = nil) async throws -> Asset {
        try await test.library.uploadAsset(source, UploadDetails(fileName: "a.txt", declaredByteSize: declared), by: test.system)
    }

    @Test("a source that fails on its way leaves nothing", arguments: [0, 1, 2, 3, 4], [nil, 800_000] as [Int64?])
    func failingSource(_ step: Int, _ declared: Int64?) async throws {
        let test = try await TestLibrary()
        let source = SteppedSource(pieces) { number in if number == step { throw Mishap() } }
        await #expect(throws: Mishap()) { try await upload(source, to: test, declared: declared) }
        try await test.expectNothing()
    }

    @Test("a client that hangs up, which cancels its task, leaves nothing", arguments: [0, 1, 2, 3, 4])
    func cancelled(_ step: Int) async throws {
        let test = try await TestLibrary()
        let (reached, proceed) = (Gate(), Gate())
        let source = SteppedSource(pieces) { number in
            guard number == step else { return }
            reached.open()
            await proceed.passed()
            if number < 4 { throw CancellationError() }
        }
        try await expectCancellation(of: test, uploading: source, reached, proceed)
    }

    @Test("a task cancelled while, or after, its bytes are published leaves nothing", arguments: [false, true])
    func cancelledLate(_ isPublished: Bool) async throws {
        let test = try await TestLibrary()
        defer { test.blobs.heal() }
        let (reached, proceed) = (Gate(), Gate())
        let wait: FaultyBlobStore.Hook = { _ in
            reached.open()
            await proceed.passed()
        }
        if isPublished { test.blobs.after(.publish, wait) } else { test.blobs.before(.publish, wait) }
        try await expectCancellation(of: test, uploading: BytesSource(Samples.text(9)), reached, proceed)
    }

    private func expectCancellation(
        of test: TestLibrary, uploading source: some UploadSource, _ reached: Gate, _ proceed: Gate
    ) async throws {
        let uploading = Task { try await upload(source, to: test) }
        await reached.passed()
        uploading.cancel()
        proceed.open()
        await #expect(throws: CancellationError.self) { try await uploading.value }
        try await test.expectNothing()
    }

    @Test(
        "a store that fails is an error that says so, and leaves nothing",
        arguments: [
            (FaultyBlobStore.Call.stage, BlobError.noSpace, ServiceError.storageFull),
            (.stage, .unavailable("x"), .storageUnavailable()),
            (.write, .noSpace, .storageFull), (.write, .io(.notFound), .storageUnavailable()),
            (.finish, .io(.notFound), .storageUnavailable()),
            (.publish, .noSpace, .storageFull), (.publish, .io(.notFound), .storageUnavailable()),
        ])
    func failingStore(_ call: FaultyBlobStore.Call, _ error: BlobError, _ expected: ServiceError) async throws {
        let test = try await TestLibrary()
        test.blobs.fail(call, with: error)
        await #expect(throws: expected) { try await upload(SteppedSource(pieces), to: test) }
        test.blobs.heal()
        // Of a publish that failed half-way nobody knows what is there: its promise waits for the sweep.
        if call == .publish { _ = try await test.library.sweep(graceSeconds: 0) }
        try await test.expectNothing()
    }

    @Test("a publish that failed after it was made is no 201, and a sweep removes what it made")
    func halfPublished() async throws {
        let test = try await TestLibrary()
        defer { test.blobs.heal() }
        test.blobs.after(.publish) { _ throws(BlobError) in throw .io(.notFound) }
        await #expect(throws: ServiceError.storageUnavailable()) { try await upload(SteppedSource(pieces), to: test) }
        test.blobs.heal()
        #expect(try await test.names() == [])
        _ = try await test.library.sweep(graceSeconds: 0)
        try await test.expectNothing()
    }

    @Test(
        "a commit that fails is an error that says so, and leaves nothing",
        arguments: [
            (DatabaseError.full, ServiceError.storageFull), (.busy, .databaseUnavailable()), (.io, .databaseUnavailable()),
            (.unavailable, .databaseUnavailable()),
        ])
    func failingCommit(_ error: DatabaseError, _ expected: ServiceError) async throws {
        let test = try await TestLibrary()
        defer { test.blobs.heal() }
        test.blobs.after(.publish) { _ in test.database.failNextWrite(.before(error)) }
        await #expect(throws: expected) { try await upload(SteppedSource(pieces), to: test) }
        try await test.expectNothing()
    }

    @Test("a reservation that cannot be made leaves nothing")
    func failingReservation() async throws {
        let test = try await TestLibrary()
        test.database.failNextWrite(.before(.busy))
        await #expect(throws: ServiceError.databaseUnavailable()) { try await upload(SteppedSource(pieces), to: test) }
        try await test.expectNothing()
    }

    @Test("a commit of unknown outcome deletes nothing: kept, the asset is whole")
    func unknownAndKept() async throws {
        let test = try await TestLibrary()
        defer { test.blobs.heal() }
        test.blobs.after(.publish) { _ in test.database.failNextWrite(.after(.commitUnknown)) }
        await #expect(throws: ServiceError.outcomeUnknown) { try await upload(SteppedSource(pieces), to: test) }
        #expect(try await test.names() == ["a.txt"])
        #expect(try await test.state().usedBytes == 800_000)
        try await test.expectSound()
    }

    @Test("a commit of unknown outcome deletes nothing: not kept, the intent guards the bytes until a sweep")
    func unknownAndLost() async throws {
        let test = try await TestLibrary()
        defer { test.blobs.heal() }
        test.blobs.after(.publish) { _ in test.database.failNextWrite(.before(.commitUnknown)) }
        await #expect(throws: ServiceError.outcomeUnknown) { try await upload(SteppedSource(pieces), to: test) }
        #expect(try await test.names() == [])
        #expect(try await test.blobKeys().count == 1)
        try await test.expectSound()
        #expect(try await test.library.sweep(graceSeconds: 0).intents == 1)
        try await test.expectNothing()
    }

    @Test("an upload that was swept while its bytes came in fails and leaves nothing", arguments: [2, 3, 4])
    func sweptMeanwhile(_ step: Int) async throws {
        let test = try await TestLibrary()
        let source = SteppedSource(pieces) { number in
            guard number == step else { return }
            let swept = try await test.library.sweep(graceSeconds: 0).intents
            #expect(swept == 1)
        }
        await #expect(throws: ServiceError.interrupted) { try await upload(source, to: test, declared: 800_000) }
        try await test.expectNothing()
    }

    @Test("an upload whose intent was swept before its commit fails and leaves nothing", arguments: [false, true])
    func sweptLate(_ isPublished: Bool) async throws {
        let test = try await TestLibrary()
        defer { test.blobs.heal() }
        let takeIntent: FaultyBlobStore.Hook = { _ in
            _ = try? await test.library.database.write { transaction in
                let id = test.organization.id
                try await transaction.organizations.lock(id)
                for intent in try await transaction.intents.takeAbandoned(in: id, graceSeconds: 0) {
                    try await transaction.organizations.release(intent.reservedBytes, in: id)
                }
            }
        }
        if isPublished { test.blobs.after(.publish, takeIntent) } else { test.blobs.before(.publish, takeIntent) }
        await #expect(throws: ServiceError.interrupted) { try await upload(SteppedSource(pieces), to: test) }
        try await test.expectNothing()
    }

    @Test("the quota is settled by what the intent holds, also when an answer about it was lost")
    func lostAnswer() async throws {
        let test = try await TestLibrary()
        // The second write of this upload extends its reservation; its caller learns of a failure, the database keeps it.
        let source = SteppedSource(pieces) { number in if number == 2 { test.database.failNextWrite(.after(.io)) } }
        await #expect(throws: ServiceError.databaseUnavailable()) { try await upload(source, to: test) }
        try await test.expectNothing()
    }
}
