import Foundation
import Library
import LibraryStore
import Operations
import Testing

/// A save that adds a use beside a delete of what it uses, from two processes: one of them was first (M36, M38).
@Suite("Saves beside deletes")
struct UsageRaceTests {
    @Test("an asset in use is never deleted unforced: either it stays, or the save finds it gone")
    func saveBesideDelete() async throws {
        let test = try await TestLibrary()
        let other = try await TestLibrary(beside: test)
        var kept = 0
        for round in 1...Self.rounds {
            let asset = try await test.upload(Array("\(round)".utf8), as: "\(round).txt")
            let body = round.isMultiple(of: 2) ? #"{"assetId": "\#(asset.id)"}"# : #"{"markdown": "![](\#(round).txt)"}"#
            let push = ContentPush(.page, "\(round)", title: "Page", body: body)
            async let saving = test.library.saveContent(push, by: test.system)
            async let deleting = refusal { try await other.library.deleteAsset(asset.id, by: other.system) }
            let (saved, deleted) = (try await saving, await deleting)
            let row = try #require(try await test.row(asset.id))
            if let error = deleted {
                #expect((error as? AssetError)?.code == AssetUses.code)
                #expect(row.status == .active && row.usageCount == 1 && saved.unresolved.isEmpty, "round \(round)")
                kept += 1
            } else {
                #expect(row.status == .trashed && row.usageCount == 0, "round \(round)")
                #expect(saved.unresolved.count == 1, "round \(round)")
            }
        }
        try await test.expectSound()
        // Both were met, or there was no race.
        #expect(kept > 0 && kept < Self.rounds)
    }

    private func refusal(_ work: () async throws -> Policy.DeletedMeans) async -> (any Error)? {
        do {
            _ = try await work()
            return nil
        } catch {
            return error
        }
    }

    /// `make prove` asks for a thousand.
    private static let rounds = Int(ProcessInfo.processInfo.environment["VITRINE_TEST_RACES"] ?? "") ?? 50
}
