import BlobStorage
import Cryptography
import Database
import FileTypes
import Library
import LibraryStore
import MediaWorker
import Operations
import Platform
import Testing

@Suite("Organization logos (M66)")
struct LogoTests {
    /// Two pictures that are not the same.
    private let red = Task { try await picture("#c40") }
    private let green = Task { try await picture("#0a4") }

    private static func picture(_ colour: String) async throws -> [UInt8] {
        let svg =
            "<svg xmlns='http://www.w3.org/2000/svg' width='60' height='40'><rect width='60' height='40' fill='\(colour)'/></svg>"
        return try await TestWorker.shared.value.draw(svg: Array(svg.utf8), as: .png, width: 60, height: 40)
    }

    @Test("a logo lies under its organization's prefix and costs no quota")
    func set() async throws {
        let test = try await TestLibrary()
        let bytes = try await red.value
        let logo = try #require(try await test.setLogo(bytes).logo)
        let hash = Hex.encode(SHA256.hash(bytes)).prefix(16)
        #expect(logo.key == "organizations/\(test.organization.id)/logo/\(hash).png")
        #expect(
            logo.mimeType == "image/png" && logo.byteSize == Int64(bytes.count)
                && logo.place == StoragePlace(provider: "local", bucket: nil))
        #expect(try await test.state().logo == logo)
        #expect(try await test.state().usedBytes == 0)
        #expect(try await test.state().reservedBytes == 0)
        #expect(try await test.library.deliverFile(logo.key).mimeType == "image/png")
        #expect(try await test.library.organization("neighbour").logo == nil)
        #expect(try await test.actions() == ["organization.logo.set"])
        #expect(try await test.intents().isEmpty)
        try await test.expectSound()
    }

    @Test("only who may administer changes it")
    func capability() async throws {
        let test = try await TestLibrary()
        for role in [Role.member, .manager] {
            await #expect(throws: AccessError.roleTooLow(.administer, least: .admin)) {
                try await test.library.setLogo(BytesSource([1]), by: test.caller(role))
            }
            await #expect(throws: AccessError.roleTooLow(.administer, least: .admin)) {
                try await test.library.removeLogo(by: test.caller(role))
            }
        }
    }

    @Test("a state that is not the one its author saw is left alone")
    func entityTag() async throws {
        let test = try await TestLibrary()
        let stale = try await test.state().entityTag
        let current = try await test.setLogo(try await red.value).entityTag
        await #expect(throws: OrganizationError.changedMeanwhile) {
            try await test.library.setLogo(BytesSource(try await green.value), ifMatch: stale, by: test.system)
        }
        await #expect(throws: OrganizationError.changedMeanwhile) {
            try await test.library.removeLogo(ifMatch: stale, by: test.system)
        }
        #expect(try await test.state().entityTag == current)
        try await test.library.removeLogo(ifMatch: "\"x\", \(current)", by: test.system)
        #expect(try await test.state().logo == nil)
        #expect(try await test.blobKeys() == [])
    }

    @Test("without a media worker a logo is taken by its signature; with one, a broken header is refused and leaves nothing")
    func header() async throws {
        let cut = Array(try await red.value.prefix(20))
        let unchecked = try await TestLibrary(worker: TestWorker.absent)
        #expect(try await unchecked.setLogo(cut).logo != nil)
        let test = try await TestLibrary()
        await #expect { try await test.setLogo(cut) } throws: { ($0 as? LogoError)?.code == "unreadable_picture" }
        try await test.expectNothing()
    }

    @Test("a former logo that cannot be removed right away is removed by the sweep, and meanwhile nobody publishes under its key")
    func removalFails() async throws {
        let test = try await TestLibrary()
        let former = try #require(try await test.setLogo(try await red.value).logo)
        test.blobs.fail(.delete, with: .unavailable("away"))
        #expect(try await test.setLogo(try await green.value).logo != former)
        #expect(try await test.blobKeys().count == 2)
        await #expect(throws: LogoError.busy) { try await test.setLogo(try await red.value) }
        test.blobs.heal()
        try await test.expectSound()
        try await test.change("UPDATE publish_intent SET lease_expires_at = 0")
        let report = try await test.library.sweep(graceSeconds: 0)
        #expect(report.intents == 1 && report.blobs == 1)
        #expect(try await test.blobKeys() == [test.state().logo?.key])
        #expect(try await test.setLogo(try await red.value).logo?.key == former.key)
        try await test.expectSound()
    }

    @Test("a removed logo is gone for everybody at once, also where its bytes are still to be removed")
    func removed() async throws {
        let test = try await TestLibrary()
        let logo = try #require(try await test.setLogo(try await red.value).logo)
        _ = try await test.library.deliverFile(logo.key)
        test.blobs.fail(.delete, with: .unavailable("away"))
        try await test.library.removeLogo(by: test.system)
        #expect(test.library.recentDelivery(of: logo.key) == nil)
        await #expect(throws: AssetError.notFound) { try await test.library.deliverFile(logo.key) }
        try await test.library.removeLogo(by: test.system)
        #expect(try await test.actions() == ["organization.logo.set", "organization.logo.remove"])
    }

    @Test("a commit that fails leaves the former logo and nothing of the new one")
    func commitFails() async throws {
        let test = try await TestLibrary()
        let former = try await test.setLogo(try await red.value).logo
        test.blobs.after(.publish) { _ in test.database.failNextWrite(.before(.unavailable)) }
        await #expect(throws: ServiceError.self) { try await test.setLogo(try await green.value) }
        test.blobs.heal()
        #expect(try await test.state().logo == former)
        #expect(try await test.blobKeys() == [former?.key])
        #expect(try await test.intents().isEmpty)
        try await test.expectSound()
    }

    @Test("after a commit whose outcome is unknown nothing is removed, and the sweep finds what is")
    func commitUnknown() async throws {
        let test = try await TestLibrary()
        _ = try await test.setLogo(try await red.value)
        test.blobs.after(.publish) { _ in test.database.failNextWrite(.after(.commitUnknown)) }
        await #expect(throws: ServiceError.outcomeUnknown) { try await test.setLogo(try await green.value) }
        test.blobs.heal()
        #expect(try await test.blobKeys().count == 2)
        try await test.expectSound()
        _ = try await test.library.sweep(graceSeconds: 0)
        #expect(try await test.blobKeys() == [test.state().logo?.key])
        try await test.expectSound()
    }

    @Test("what an attempt left that died is taken over by the next one with the same picture")
    func deadAttempt() async throws {
        let test = try await TestLibrary()
        let bytes = try await red.value
        test.blobs.after(.publish) { _ in test.database.failEveryWrite(with: .unavailable) }
        await #expect(throws: ServiceError.self) { try await test.setLogo(bytes) }
        test.database.heal()
        test.blobs.heal()
        #expect(try await test.intents().count == 1)
        #expect(try await test.blobKeys().count == 1)
        #expect(try await test.state().logo == nil)
        #expect(try await test.setLogo(bytes).logo != nil)
        #expect(try await test.intents().isEmpty)
        try await test.expectSound()
    }

    @Test("the bucket of logos is made for the first of them")
    func firstBucket() async throws {
        let test = try await TestLibrary()
        let isThere = Locked(false)
        test.blobs.before(.publish) { _ throws(BlobError) in
            let isMissing = isThere.withLock { isThere in
                defer { isThere = true }
                return !isThere
            }
            if isMissing { throw .bucketMissing("organization-logos") }
        }
        #expect(try await test.setLogo(try await red.value).logo != nil)
        try await test.expectSound()
    }

    @Test("an attempt that was overtaken, and publishes when its key is free again, leaves nothing")
    func overtaken() async throws {
        let test = try await TestLibrary()
        defer { test.blobs.heal() }
        let picture = try await red.value
        test.blobs.before(.publish) { _ in
            test.blobs.heal()
            _ = try? await test.setLogo(picture)
            try? await test.library.removeLogo(by: test.system)
        }
        await #expect(throws: ServiceError.interrupted) { try await test.setLogo(picture) }
        #expect(try await test.state().logo == nil)
        #expect(try await test.blobKeys() == [])
        try await test.expectSound()
    }

    @Test("many at once leave one logo, whole, and nothing else")
    func concurrent() async throws {
        let test = try await TestLibrary()
        let pictures = [try await red.value, try await green.value]
        await withTaskGroup(of: Void.self) { group in
            for number in 0..<24 {
                group.addTask {
                    do {
                        if number % 6 == 5 { return try await test.library.removeLogo(by: test.system) }
                        _ = try await test.setLogo(pictures[number % 2])
                    } catch {
                        // Those who come in between are told to try again.
                        #expect(error is LogoError || error as? ServiceError == .interrupted, "\(error)")
                    }
                }
            }
        }
        try await test.expectSound()
        _ = try await test.setLogo(pictures[0])
        _ = try await test.library.sweep(graceSeconds: 0)
        #expect(try await test.blobKeys() == [test.state().logo?.key])
        try await test.expectSound()
    }

    @Test("after a change of provider a logo is read where it was, and the next one goes to the new place")
    func otherProvider() async throws {
        let test = try await TestLibrary()
        let bytes = try await red.value
        let key = try #require(try await test.setLogo(bytes).logo).key
        let moved = try test.movedLibrary(to: "elsewhere")
        #expect(try await moved.deliverFile(key).byteSize == Int64(bytes.count))
        #expect(try await moved.setLogo(BytesSource(bytes), by: test.system).logo?.place.bucket == "elsewhere")
        #expect(try await test.blobKeys() == [], "the same key, in the former place")
        #expect(try await moved.deliverFile(key).byteSize == Int64(bytes.count))
        #expect(try await moved.verify(checksums: true).differences == [])
    }
}

extension TestLibrary {
    @discardableResult
    fileprivate func setLogo(_ bytes: [UInt8]) async throws -> Organization {
        try await library.setLogo(BytesSource(bytes), by: system)
    }

    fileprivate func actions() async throws -> [String] {
        try await library.database.read { transaction in
            try await transaction.rows("SELECT action FROM audit_entry WHERE action LIKE 'organization.logo.%' ORDER BY number")
                .map { try $0.get("action") }
        }
    }

    /// The same library after its provider was changed: new blobs go to another store, old ones stay where they are.
    func movedLibrary(to bucket: String, publicBaseURL: String? = nil) throws -> MediaLibrary {
        let pool = BlockingPool(name: "moved", threads: 2)
        let store = try LocalBlobStore(root: folder + "/" + bucket, bucket: bucket, pool: pool, reserve: 0)
        let former = blobs
        let stores = BlobStores(media: store, logos: store) { _, bucket throws(BlobError) in bucket == nil ? former : nil }
        return MediaLibrary(
            database: database, stores: stores, publicBaseURL: publicBaseURL, mediaWorker: library.mediaWorker,
            fileTypes: try FileTypeDetector(), secret: .random(), blockingPool: pool, clock: clock)
    }
}
