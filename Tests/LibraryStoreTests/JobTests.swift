import Database
import DatabaseTesting
import Library
import LibraryStore
import Testing

@Suite("Jobs")
struct JobTests {
    private func enqueue(
        _ store: TemporaryStore, _ kind: JobKind = .renderThumbnail, _ asset: AssetID = .make(at: .noon), delay: Int64 = 0
    ) async throws -> AssetID {
        let id = store.organization.id
        try await store.database.write { try await $0.jobs.enqueue(kind, asset, in: id, at: .noon, delaySeconds: delay) }
        return asset
    }

    private func claim(_ store: TemporaryStore, leaseSeconds: Int64 = 60) async throws -> ClaimedJob? {
        try await store.database.write { try await $0.jobs.claim(leaseSeconds: leaseSeconds) }
    }

    @Test("the job that is due longest is claimed first, one that is not due yet is not claimed", arguments: Engine.available)
    func order(_ engine: Engine) async throws {
        let store = try await TemporaryStore(engine)
        let later = try await enqueue(store, delay: -10)
        let sooner = try await enqueue(store, delay: -20)
        _ = try await enqueue(store, delay: 30)
        #expect(try await claim(store)?.assetID == sooner)
        #expect(try await claim(store)?.assetID == later)
        #expect(try await claim(store) == nil)
    }

    @Test("whatever a machine's own clock says, a job is due by the database's", arguments: Engine.available)
    func databaseTime(_ engine: Engine) async throws {
        let store = try await TemporaryStore(engine)
        let id = store.organization.id
        let aheadOfTime = Timestamp(microseconds: Int64.max / 2)
        try await store.database.write { try await $0.jobs.enqueue(.renderThumbnail, .make(at: .noon), in: id, at: aheadOfTime) }
        #expect(try await claim(store) != nil)
    }

    @Test("claimers at once never get the same job", arguments: Engine.available)
    func exclusive(_ engine: Engine) async throws {
        let store = try await TemporaryStore(engine)
        var queued: Set<AssetID> = []
        for _ in 0..<40 { queued.insert(try await enqueue(store)) }
        let second = try store.temporary.open(connections: 4)
        let claimed = try await withThrowingTaskGroup(of: [AssetID].self) { group in
            for database in Array(repeating: [store.database, second], count: 4).joined() {
                group.addTask {
                    var mine: [AssetID] = []
                    while let job = try await database.write({ try await $0.jobs.claim(leaseSeconds: 60) }) {
                        mine.append(job.assetID)
                    }
                    return mine
                }
            }
            return try await group.reduce(into: []) { $0 += $1 }
        }
        await second.close()
        #expect(claimed.count == 40)
        #expect(Set(claimed) == queued)
    }

    @Test(
        "a job whose lease ran out is claimed again, and the first claimer's outcome counts no more", arguments: Engine.available)
    func fence(_ engine: Engine) async throws {
        let store = try await TemporaryStore(engine)
        _ = try await enqueue(store)
        let first = try #require(try await claim(store, leaseSeconds: 0))
        let second = try #require(try await claim(store))
        #expect(second.id == first.id)
        #expect(second.attempts == 2)
        #expect(second.fence > first.fence)
        let outcomes = try await store.database.write { transaction in
            try await transaction.jobs.fail(first, reason: "late", delaySeconds: 0)
            return [
                try await transaction.jobs.isHeld(first), try await transaction.jobs.heartbeat(first, leaseSeconds: 60),
                try await transaction.jobs.complete(first), try await transaction.jobs.isHeld(second),
                try await transaction.jobs.heartbeat(second, leaseSeconds: 60), try await transaction.jobs.complete(second),
                try await transaction.jobs.isHeld(second),
            ]
        }
        #expect(outcomes == [false, false, false, true, true, true, false])
        #expect(try await claim(store) == nil)
    }

    @Test(
        "queueing a job anew takes it from who runs it now: the new reason must not end with the old run",
        arguments: Engine.available)
    func requeued(_ engine: Engine) async throws {
        let store = try await TemporaryStore(engine)
        let asset = try await enqueue(store)
        let running = try #require(try await claim(store))
        _ = try await enqueue(store, .renderThumbnail, asset)
        let outcomes = try await store.database.write { transaction in
            [try await transaction.jobs.heartbeat(running, leaseSeconds: 60), try await transaction.jobs.complete(running)]
        }
        #expect(outcomes == [false, false])
        let again = try #require(try await claim(store))
        #expect(again.assetID == asset)
        #expect(again.attempts == 1)
    }

    @Test(
        "a failed job waits, and after the last attempt is dead with its reason until it is queued anew",
        arguments: Engine.available)
    func attempts(_ engine: Engine) async throws {
        let store = try await TemporaryStore(engine)
        let asset = try await enqueue(store)
        for attempt in 1...JobTable.maximumAttempts {
            let job = try #require(try await claim(store))
            #expect(job.attempts == attempt)
            try await store.database.write { try await $0.jobs.fail(job, reason: "no \(attempt)", delaySeconds: 60) }
            #expect(try await claim(store) == nil)
            let isLast = attempt == JobTable.maximumAttempts
            let depth = try await store.database.read { try await $0.jobs.depth() }
            #expect(depth == (isLast ? 0 : 1, isLast ? 1 : 0))
            _ = try await store.database.write { try await $0.run("UPDATE job SET run_at = 0") }
        }
        #expect(try await claim(store) == nil)
        let reason: String? = try await store.database.read { try await $0.value("SELECT last_error FROM job") }
        #expect(reason == "no 5")
        _ = try await enqueue(store, .renderThumbnail, asset)
        #expect(try await claim(store)?.attempts == 1)
    }

    @Test("one asset has one job of a kind, and all of them go with it", arguments: Engine.available)
    func perAsset(_ engine: Engine) async throws {
        let store = try await TemporaryStore(engine)
        let id = store.organization.id
        let asset = try await enqueue(store)
        _ = try await enqueue(store, .renderThumbnail, asset)
        _ = try await enqueue(store, .finishDeletion, asset)
        let two = try await store.database.read { try await $0.jobs.depth() }
        #expect(two == (2, 0))
        try await store.database.write { try await $0.jobs.remove(of: asset, in: id) }
        let none = try await store.database.read { try await $0.jobs.depth() }
        #expect(none == (0, 0))
    }
}
