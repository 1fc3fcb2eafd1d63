import Database
import Library
import Operations
import Testing

/// The quota is never exceeded, and never refuses what fits (SAFETY).
@Suite("Quota")
struct QuotaTests {
    private func race(_ sizes: [Int], limit: Int64, isDeclared: Bool, in libraries: [TestLibrary]) async throws -> [(
        size: Int, isKept: Bool
    )] {
        try await withThrowingTaskGroup(of: (Int, Bool).self) { group in
            for (number, size) in sizes.enumerated() {
                let test = libraries[number % libraries.count]
                group.addTask {
                    let details = UploadDetails(fileName: "\(number).txt", declaredByteSize: isDeclared ? Int64(size) : nil)
                    do {
                        _ = try await test.library.uploadAsset(BytesSource(Samples.text(size)), details, by: test.system)
                        return (size, true)
                    } catch AssetError.quotaExceeded(let told) {
                        #expect(told == limit)
                        return (size, false)
                    }
                }
            }
            return try await group.reduce(into: []) { $0.append((size: $1.0, isKept: $1.1)) }
        }
    }

    private func expectExact(_ outcomes: [(size: Int, isKept: Bool)], _ limit: Int64, _ test: TestLibrary) async throws {
        let used = outcomes.filter(\.isKept).reduce(0) { $0 + Int64($1.size) }
        let state = try await test.state()
        #expect(state.usedBytes == used)
        #expect(state.reservedBytes == 0)
        #expect(used <= limit)
        // Nothing fails after it has reserved, so whatever was refused would not fit now either.
        #expect(outcomes.filter { !$0.isKept && used + Int64($0.size) <= limit }.isEmpty)
        #expect(try await test.blobKeys().count == outcomes.filter(\.isKept).count)
        #expect(try test.stagedFiles() == [])
        try await test.expectSound()
    }

    @Test("of 64 uploads at once exactly as many are kept as fit, by two processes on one database", arguments: [true, false])
    func equalSizes(_ isDeclared: Bool) async throws {
        let limit: Int64 = 41 * 1000 + 999
        let test = try await TestLibrary(storageLimit: limit)
        let other = try await TestLibrary(beside: test)
        let outcomes = try await race(Array(repeating: 1000, count: 64), limit: limit, isDeclared: isDeclared, in: [test, other])
        #expect(outcomes.filter(\.isKept).count == 41)
        try await expectExact(outcomes, limit, test)
    }

    @Test("of 64 uploads of all sizes none is kept that does not fit and none refused that does", arguments: 1...3)
    func mixedSizes(_ round: Int) async throws {
        let limit: Int64 = 100_000
        let test = try await TestLibrary(storageLimit: limit)
        let sizes = (0..<64).map { _ in Int.random(in: 1...8000) }
        let outcomes = try await race(sizes, limit: limit, isDeclared: round != 2, in: [test])
        try await expectExact(outcomes, limit, test)
    }

    @Test("room that a delete makes can be used again, and counts stay right beside uploads")
    func deletesBeside() async throws {
        let test = try await TestLibrary(storageLimit: 10_000)
        var assets: [Asset] = []
        for _ in 0..<10 { assets.append(try await test.upload(Samples.text(1000))) }
        await #expect(throws: AssetError.quotaExceeded(limit: 10_000)) { try await test.upload(Samples.text(1)) }
        try await withThrowingTaskGroup(of: Void.self) { group in
            for asset in assets {
                group.addTask { try await test.library.deleteForGood(asset.id, by: test.system) }
                group.addTask {
                    do { _ = try await test.upload(Samples.text(1000)) } catch AssetError.quotaExceeded { return }
                }
            }
            try await group.waitForAll()
        }
        let state = try await test.state()
        #expect(state.usedBytes == Int64(try await test.blobKeys().count * 1000))
        #expect(state.reservedBytes == 0)
        try await test.expectSound()
    }

    @Test("a size that was declared too small reserves what arrives, and one declared too large gives it back")
    func wrongDeclarations() async throws {
        let test = try await TestLibrary(storageLimit: 1_000_000)
        for declared: Int64 in [1, 390_000, 400_001, 430_000] {
            let details = UploadDetails(fileName: "a", declaredByteSize: declared)
            let asset = try await test.library.uploadAsset(BytesSource(Samples.text(400_000)), details, by: test.system)
            #expect(try await test.state().usedBytes == 400_000)
            #expect(try await test.state().reservedBytes == 0)
            try await test.library.deleteForGood(asset.id, by: test.system)
        }
        #expect(try await test.state().usedBytes == 0)
    }

    @Test("a file that does not fit any more on its way is refused, and gives back what it held")
    func fullOnTheWay() async throws {
        let test = try await TestLibrary(storageLimit: 700_000)
        let source = SteppedSource(Array(repeating: Samples.text(200_000), count: 4))
        await #expect(throws: AssetError.quotaExceeded(limit: 700_000)) {
            try await test.library.uploadAsset(source, UploadDetails(fileName: "a"), by: test.system)
        }
        try await test.expectNothing()
    }

    @Test("thumbnails never count (M14)")
    func thumbnails() async throws {
        let test = try await TestLibrary()
        let asset = try await test.uploadPicture()
        try await test.library.renderThumbnail(try await test.claim())
        #expect(try await test.state().usedBytes == asset.byteSize)
    }
}
