import BlobStorage
import Database
import Library
import LibraryStore
import Operations
import Platform
import Testing

@Suite("Deleting an organization in use")
struct OrganizationDeletionRaceTests {
    /// Where an upload is when the organization goes.
    enum Moment: String, CaseIterable {
        case betweenBytes, beforePublish, afterPublish
    }

    @Test("an upload in progress ends as interrupted and leaves nothing", arguments: Moment.allCases, [true, false])
    func upload(_ moment: Moment, isDeclared: Bool) async throws {
        let test = try await TestLibrary()
        let pieces = Array(repeating: Samples.text(300_000), count: 4)
        let source = SteppedSource(pieces) { number in
            if moment == .betweenBytes, number == 2 { try await test.deleteOrganization() }
        }
        let deletion = Once { try await test.deleteOrganization() }
        switch moment {
        case .betweenBytes: break
        case .beforePublish: test.blobs.before(.publish) { _ throws(BlobError) in await deletion.run() }
        case .afterPublish: test.blobs.after(.publish) { _ throws(BlobError) in await deletion.run() }
        }
        let details = UploadDetails(fileName: "a.txt", declaredByteSize: isDeclared ? 1_200_000 : nil)
        await #expect(throws: ServiceError.interrupted) {
            try await test.library.uploadAsset(source, details, by: test.system)
        }
        try await test.expectDetached(blobs: 0)
    }

    @Test(
        "a thumbnail in progress ends quietly and leaves nothing but the file",
        arguments: [FaultyBlobStore.Call.open, .stage, .publish])
    func thumbnail(_ call: FaultyBlobStore.Call) async throws {
        for isAfter in [false, true] {
            let test = try await TestLibrary()
            _ = try await test.uploadPicture()
            let job = try await test.claim()
            let deletion = Once { try await test.deleteOrganization() }
            if isAfter {
                test.blobs.after(call) { _ throws(BlobError) in await deletion.run() }
            } else {
                test.blobs.before(call) { _ throws(BlobError) in await deletion.run() }
            }
            try await test.library.renderThumbnail(job)
            test.blobs.heal()
            try await test.expectDetached(blobs: 1)
        }
    }

    @Test("a logo on its way is given up and leaves nothing")
    func logo() async throws {
        for isAfter in [false, true] {
            let test = try await TestLibrary()
            let deletion = Once { try await test.deleteOrganization() }
            if isAfter {
                test.blobs.after(.publish) { _ throws(BlobError) in await deletion.run() }
            } else {
                test.blobs.before(.publish) { _ throws(BlobError) in await deletion.run() }
            }
            await #expect(throws: (any Error).self) {
                try await test.library.setLogo(BytesSource(try await Samples.picture.value), by: test.system)
            }
            test.blobs.heal()
            try await test.expectDetached(blobs: 0)
        }
    }

    @Test("a purge whose bytes could not be removed before is finished by the sweep, or by a superadmin")
    func stuck() async throws {
        for isSwept in [true, false] {
            let test = try await TestLibrary(profile: .docs)
            let asset = try await test.renderedPicture()
            test.blobs.fail(.delete, with: .unavailable("away"))
            await #expect(throws: (any Error).self) { try await test.library.deleteAsset(asset.id, by: test.system) }
            try await test.deleteOrganization()
            test.blobs.heal()
            #expect(try await test.detached().map(\.asset.status) == [.deleting])
            try await test.expectSound()
            if isSwept {
                #expect(try await test.library.sweep(graceSeconds: 0).deletionsFinished == 1)
            } else {
                try await test.library.deleteDetachedAsset(asset.id, by: TestLibrary.superadmin)
            }
            #expect(try await test.detached().isEmpty)
            try await test.expectDetached(blobs: 0)
        }
    }

    @Test("a purge that is at the bytes when the organization goes is finished by the sweep")
    func purge() async throws {
        let test = try await TestLibrary(profile: .docs)
        let asset = try await test.renderedPicture()
        let deletion = Once { try await test.deleteOrganization() }
        test.blobs.before(.delete) { _ throws(BlobError) in await deletion.run() }
        try await test.library.deleteAsset(asset.id, by: test.system)
        test.blobs.heal()
        try await test.expectSound()
        _ = try await test.library.sweep(graceSeconds: 0)
        #expect(try await test.detached().isEmpty)
        try await test.expectDetached(blobs: 0)
    }

    @Test("uploads, edits, purges and thumbnails from two processes beside it: each is kept whole or not at all")
    func crowd() async throws {
        for _ in 0..<4 {
            let test = try await TestLibrary()
            let other = try await TestLibrary(beside: test)
            for number in 0..<4 { _ = try await test.upload(Samples.text(30), as: "before-\(number).txt") }
            let kept = Locked<Set<AssetID>>([])
            await withTaskGroup(of: Void.self) { group in
                for number in 0..<6 {
                    let side = number % 2 == 0 ? test : other
                    group.addTask {
                        for round in 0..<4 {
                            do {
                                let asset = try await side.upload(Samples.text(50), as: "\(number)-\(round).txt")
                                kept.withLock { _ = $0.insert(asset.id) }
                            } catch {
                                #expect(Self.isExpected(error), "\(error)")
                            }
                        }
                    }
                }
                group.addTask {
                    do { try await other.deleteOrganization() } catch { Issue.record(error) }
                }
            }
            let detached = Set(try await test.detached().map(\.asset.id))
            #expect(detached.isSuperset(of: kept.withLock { $0 }))
            #expect(detached.count == kept.withLock { $0.count } + 4)
            try await test.expectDetached(blobs: detached.count)
        }
    }

    /// How those end who come too late.
    private static func isExpected(_ error: any Error) -> Bool {
        error as? ServiceError == .interrupted || error as? AccessError == .organizationUnknown
    }
}

/// Runs its body the first time it is asked to; failures are the test's.
private final class Once: Sendable {
    private let isDone = Locked(false)
    private let body: @Sendable () async throws -> Void

    init(_ body: @escaping @Sendable () async throws -> Void) { self.body = body }

    func run() async {
        let isFirst = isDone.withLock { isDone in
            defer { isDone = true }
            return !isDone
        }
        guard isFirst else { return }
        do { try await body() } catch { Issue.record(error) }
    }
}
