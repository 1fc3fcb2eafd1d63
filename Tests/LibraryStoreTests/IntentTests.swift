import Database
import DatabaseTesting
import Library
import LibraryStore
import Testing

@Suite("Publish intents")
struct IntentTests {
    private func intent(_ store: TemporaryStore, _ key: String = "k", reserving bytes: Int64 = 5) -> PublishIntent {
        PublishIntent(id: .make(at: .noon), organizationID: store.organization.id, key: key, reservedBytes: bytes)
    }

    @Test("an intent can be taken once", arguments: Engine.available)
    func takenOnce(_ engine: Engine) async throws {
        let store = try await TemporaryStore(engine)
        let intent = intent(store)
        let taken = try await store.database.write { transaction in
            try await transaction.intents.insert(intent)
            _ = try await transaction.intents.extend(intent.id, by: 7, in: intent.organizationID)
            return [
                try await transaction.intents.take(intent.id, in: intent.organizationID),
                try await transaction.intents.take(intent.id, in: intent.organizationID),
            ]
        }
        #expect(taken == [12, nil])
    }

    @Test("a lease runs for two minutes of the database's clock from its last renewal", arguments: Engine.available)
    func leases(_ engine: Engine) async throws {
        let store = try await TemporaryStore(engine)
        let intent = intent(store)
        var renewed = ContinuousClock.now
        try await store.database.write { try await $0.intents.insert(intent) }
        #expect(try await store.remainingLease(of: intent).isWhatIsLeft(of: 120, since: renewed))
        for change in ["renew", "extend"] {
            try await store.moveLease(of: intent, bySeconds: -100)
            #expect(try await store.remainingLease(of: intent).isWhatIsLeft(of: 20, since: renewed))
            renewed = ContinuousClock.now
            let isAlive = try await store.database.write { transaction in
                if change == "renew" { return try await transaction.intents.renew(intent.id, in: intent.organizationID) }
                return try await transaction.intents.extend(intent.id, by: 1, in: intent.organizationID)
            }
            #expect(isAlive)
            #expect(try await store.remainingLease(of: intent).isWhatIsLeft(of: 120, since: renewed))
        }
    }

    @Test(
        "only a lease that has run out is abandoned, and a grace shorter than the lease counts from the last renewal",
        arguments: Engine.available)
    func abandoned(_ engine: Engine) async throws {
        let store = try await TemporaryStore(engine)
        let (live, old, expired) = (intent(store, "live"), intent(store, "old"), intent(store, "expired"))
        try await store.database.write { transaction in
            for intent in [live, old, expired] { try await transaction.intents.insert(intent) }
        }
        try await store.moveLease(of: old, bySeconds: -60)
        try await store.moveLease(of: expired, bySeconds: -121)
        #expect(try await store.takeAbandoned(graceSeconds: 7200) == ["expired"])
        #expect(try await store.takeAbandoned(graceSeconds: 120) == [])
        #expect(try await store.takeAbandoned(graceSeconds: 50) == ["old"])
        #expect(try await store.takeAbandoned(graceSeconds: 0) == ["live"])
    }

    @Test("a gone intent is neither renewed nor extended nor sealed", arguments: Engine.available)
    func gone(_ engine: Engine) async throws {
        let store = try await TemporaryStore(engine)
        let intent = intent(store)
        let outcomes = try await store.database.write { transaction in
            [
                try await transaction.intents.renew(intent.id, in: intent.organizationID),
                try await transaction.intents.extend(intent.id, by: 1, in: intent.organizationID),
                try await transaction.intents.seal(intent.id, in: intent.organizationID),
            ]
        }
        #expect(outcomes == [false, false, false])
    }

    @Test("one key has one intent", arguments: Engine.available)
    func oneHolder(_ engine: Engine) async throws {
        let store = try await TemporaryStore(engine)
        let (first, second) = (intent(store), intent(store))
        try await store.database.write { try await $0.intents.insert(first) }
        await #expect(throws: engine.uniqueViolation("publish_intent", "storage_key")) {
            try await store.database.write { try await $0.intents.insert(second) }
        }
    }

    @Test(
        "a job takes over what its own earlier attempt left, but neither another's nor a sealed intent",
        arguments: Engine.available)
    func takeover(_ engine: Engine) async throws {
        let store = try await TemporaryStore(engine)
        let (job, other) = (JobID.make(at: .noon), JobID.make(at: .noon))
        let left = intent(store, reserving: 0)
        try await store.database.write { try await $0.intents.insert(left, for: job) }
        #expect(try await store.takeOver(by: other) == 1)
        #expect(try await store.takeOver(by: job) == 0)
        let again = intent(store, reserving: 0)
        try await store.database.write { transaction in
            try await transaction.intents.insert(again, for: job)
            #expect(try await transaction.intents.seal(again.id, in: again.organizationID))
        }
        #expect(try await store.takeOver(by: job) == 1)
        try await store.moveLease(of: again, bySeconds: -121)
        #expect(try await store.takeOver(by: job) == 0)
    }

    @Test("no job takes over an intent that holds quota, however old", arguments: Engine.available)
    func reservationsStay(_ engine: Engine) async throws {
        let store = try await TemporaryStore(engine)
        let intent = intent(store, reserving: 5)
        try await store.database.write { try await $0.intents.insert(intent) }
        try await store.moveLease(of: intent, bySeconds: -10_000)
        #expect(try await store.takeOver(by: .make(at: .noon)) == 1)
    }

    @Test("a key is needed by a row, a rendition or an intent, whoever's, and by nothing else", arguments: Engine.available)
    func neededKeys(_ engine: Engine) async throws {
        let store = try await TemporaryStore(engine)
        let asset = Asset.sample(in: store.organization)
        let intent = intent(store, "promised")
        try await store.insert([asset])
        let needed = try await store.database.write { transaction in
            try await transaction.renditions.put(asset.rendition(.card))
            try await transaction.intents.insert(intent)
            var needed: [Bool] = []
            for key in [asset.storage!.key, asset.rendition(.card).key, "promised", asset.rendition(.thumbnail).key, ""] {
                needed.append(try await transaction.intents.isKeyNeeded(key))
            }
            return needed
        }
        #expect(needed == [true, true, true, false, false])
    }
}

extension TemporaryStore {
    fileprivate func moveLease(of intent: PublishIntent, bySeconds seconds: Int64) async throws {
        try await database.write { transaction in
            _ = try await transaction.run(
                "UPDATE publish_intent SET lease_expires_at = lease_expires_at + \(seconds * 1_000_000) WHERE id = \(intent.id)")
        }
    }

    fileprivate func remainingLease(of intent: PublishIntent) async throws -> Double {
        let now =
            database.dialect == .sqlite
            ? "(julianday('now') - 2440587.5) * 86400.0" : "CAST(EXTRACT(EPOCH FROM clock_timestamp()) AS double precision)"
        return try await database.read { transaction in
            try await transaction.value(
                """
                SELECT lease_expires_at / 1e6 - \(raw: now) FROM publish_intent WHERE id = \(intent.id)
                """)
        } ?? .nan
    }

    fileprivate func takeAbandoned(graceSeconds: Int64) async throws -> [String] {
        let id = organization.id
        return try await database.write { try await $0.intents.takeAbandoned(in: id, graceSeconds: graceSeconds).map(\.key) }
    }

    /// How many intents on the key `k` are left after `job` took over what it may.
    fileprivate func takeOver(by job: JobID) async throws -> Int {
        let id = organization.id
        return try await database.write { transaction in
            try await transaction.intents.takeOver("k", by: job, in: id)
            return try await transaction.intents.all(in: id).count
        }
    }
}

extension Double {
    /// Whether so many seconds may be left of `lease` seconds that began soon after `start`; the database's clock ticks by milliseconds.
    fileprivate func isWhatIsLeft(of lease: Double, since start: ContinuousClock.Instant) -> Bool {
        let passed = (ContinuousClock.now - start) / .seconds(1)
        return (lease - passed - 0.1...lease + 0.1).contains(self)
    }
}
