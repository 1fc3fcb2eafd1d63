import BlobStorage
import Database
import Library
import LibraryStore
import Operations
import Testing

/// Replacing while others work on the same asset or the same last bytes of quota.
@Suite("Replacing beside others")
struct ReplaceRaceTests {
    /// Replaces with a source that does something when it has been read to its end.
    private func replace(
        _ id: AssetID, in test: TestLibrary, with bytes: [UInt8] = Samples.text(300_000), ifMatch entityTag: String? = nil,
        _ meanwhile: @escaping @Sendable () async throws -> Void
    ) async throws -> Asset {
        // More than a head: what happens at the end happens after the promise was made.
        let source = SteppedSource([bytes]) { step in if step == 1 { try await meanwhile() } }
        return try await test.library.replaceAsset(
            id, with: source, UploadDetails(fileName: "new.txt"), ifMatch: entityTag, by: test.system)
    }

    @Test("a second file for the same asset is refused while the first is on its way, of whatever type it is")
    func second() async throws {
        let test = try await TestLibrary()
        let old = try await test.upload(Samples.text(10))
        let new = try await replace(old.id, in: test) {
            await #expect(throws: AssetError.replaceInProgress) { try await test.replace(old.id, with: Samples.text(20)) }
            await #expect(throws: AssetError.replaceInProgress) {
                try await test.replace(old.id, with: Array("{\"a\": [1, 2, 3]}".utf8))
            }
        }
        #expect(new.version == 2 && new.byteSize == 300_000)
        #expect(try await test.blobKeys() == [new.storage!.key])
        #expect(try await test.intents().isEmpty)
        try await test.expectSound()
    }

    @Test("of many files at once each takes its turn or is refused, and nothing of the refused is left", arguments: 1...3)
    func many(_ round: Int) async throws {
        let test = try await TestLibrary()
        let processes = [test, try await TestLibrary(beside: test)]
        let old = try await test.upload(Samples.text(10))
        let done = try await withThrowingTaskGroup(of: Bool.self) { group in
            for number in 1...8 {
                group.addTask {
                    do {
                        _ = try await processes[number % 2].replace(old.id, with: Samples.text(100 * number))
                        return true
                    } catch AssetError.replaceInProgress, AssetError.changedMeanwhile {
                        return false
                    }
                }
            }
            return try await group.reduce(0) { $0 + ($1 ? 1 : 0) }
        }
        let row = try #require(try await test.row(old.id))
        #expect(done >= 1 && row.version == 1 + done)
        #expect(try await test.state().usedBytes == row.byteSize)
        #expect(try await test.blobKeys() == [row.storage!.key])
        #expect(try await test.intents().isEmpty)
        try await test.expectSound()
    }

    @Test("an edit meanwhile is kept, and refuses the file of who named the state before it")
    func edited() async throws {
        let test = try await TestLibrary()
        let old = try await test.upload(Samples.text(10))
        let edit: @Sendable () async throws -> Void = {
            var edit = AssetEdit()
            edit.title = .some("Meanwhile")
            _ = try await test.library.editAsset(old.id, edit, by: test.system)
        }
        await #expect(throws: AssetError.changedMeanwhile) { try await replace(old.id, in: test, ifMatch: old.entityTag, edit) }
        #expect(try await test.row(old.id)?.version == 1)
        #expect(try await test.blobKeys() == [old.storage!.key])
        let new = try await replace(old.id, in: test, edit)
        #expect(new.metadata.title == "Meanwhile" && new.version == 2)
        await #expect(throws: AssetError.changedMeanwhile) {
            try await test.replace(old.id, with: Samples.text(1), ifMatch: old.entityTag)
        }
        #expect(try await test.intents().isEmpty)
        try await test.expectSound()
    }

    @Test("an asset that was deleted meanwhile is not found, and its new bytes are gone", arguments: [false, true])
    func deleted(_ isForGood: Bool) async throws {
        let test = try await TestLibrary()
        let old = try await test.upload(Samples.text(10))
        await #expect(throws: AssetError.notFound) {
            try await replace(old.id, in: test) {
                if isForGood {
                    try await test.library.deleteForGood(old.id, by: test.system)
                } else {
                    _ = try await test.library.deleteAsset(old.id, by: test.system)
                }
            }
        }
        #expect(try await test.blobKeys() == (isForGood ? [] : [old.storage!.key]))
        #expect(try await test.intents().isEmpty)
        #expect(try await test.state().reservedBytes == 0)
        try await test.expectSound()
    }

    @Test("replaces, uploads, deletes and sweeps at once by two processes leave counters that are the sums", arguments: 1...2)
    func mixed(_ round: Int) async throws {
        let test = try await TestLibrary(storageLimit: 20_000)
        let processes = [test, try await TestLibrary(beside: test)]
        var ids: [AssetID] = []
        for _ in 0..<4 { ids.append(try await test.upload(Samples.text(1000)).id) }
        let assets = ids
        try await withThrowingTaskGroup(of: Void.self) { group in
            for worker in 0..<8 {
                group.addTask {
                    let process = processes[worker % 2]
                    for _ in 0..<8 { try await change(process, assets[.random(in: 0..<4)]) }
                }
            }
            try await group.waitForAll()
        }
        let state = try await test.state()
        #expect(state.reservedBytes == 0 && state.usedBytes <= 20_000)
        _ = try await test.library.sweep(graceSeconds: 0)
        let kept = try await test.library.listAssets(AssetQuery(limit: 100), by: test.system).assets
        #expect(Set(try await test.blobKeys()) == Set(kept.map { $0.storage!.key }))
        try await test.expectSound()
    }

    /// One random operation; being refused for what another did first is right.
    private func change(_ test: TestLibrary, _ id: AssetID) async throws {
        do {
            switch Int.random(in: 0..<8) {
            case 0...3: try await test.replace(id, with: Samples.text(.random(in: 1...6000)), isDeclared: .random())
            case 4: _ = try await test.upload(Samples.text(.random(in: 1...3000)))
            case 5: try await test.library.deleteForGood(id, by: test.system)
            case 6: _ = try await test.library.deliverFile("organizations/\(test.organization.id)/media/\(id).txt")
            default: _ = try await test.library.sweep(graceSeconds: 3600)
            }
        } catch AssetError.quotaExceeded, AssetError.notFound, AssetError.notInTrash, AssetError.replaceInProgress,
            AssetError.changedMeanwhile
        {
            return
        }
    }
}
