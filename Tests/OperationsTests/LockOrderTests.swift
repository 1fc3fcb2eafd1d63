import Database
import Library
import LibraryStore
import Operations
import Testing

/// The check that every other test of operations runs under can fail.
@Suite("Lock order")
struct LockOrderTests {
    @Test("a write that forgets the organization's lock is noticed, and one that takes it is not")
    func selfTest() async throws {
        let test = try await TestLibrary()
        let id = test.organization.id
        let missing = AssetID.make(at: test.clock.now)
        await withKnownIssue { try await test.library.database.write { _ = try await $0.assets.find(missing, in: id) } }
        await withKnownIssue { try await test.library.database.write { try await $0.organizations.changeUsed(by: 0, in: id) } }
        await withKnownIssue {
            try await test.library.database.write { _ = try await $0.intents.takeAbandoned(in: id, graceSeconds: 0) }
        }
        try await test.library.database.write { transaction in
            try await transaction.organizations.lock(id)
            _ = try await transaction.assets.findLocked(missing, in: id)
            try await transaction.organizations.changeUsed(by: 0, in: id)
        }
    }
}
