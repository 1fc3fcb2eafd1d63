import Database
import DatabaseTesting
import LibraryStore
import Testing

@Suite("Counting sign-ins")
struct SignInAttemptTests {
    private func count(_ key: UInt8, _ store: TemporaryStore, seconds: Int64 = 900) async throws -> SignInAttemptTable.Count {
        try await store.database.write { try await $0.signInAttempts.count([key], windowSeconds: seconds) }
    }

    private func endWindows(_ store: TemporaryStore) async throws {
        try await store.database.write { _ = try await $0.run("UPDATE sign_in_attempt SET window_ends_at = 1") }
    }

    @Test("each key counts for itself, in a window that its first attempt opened", arguments: Engine.available)
    func counts(_ engine: Engine) async throws {
        let store = try await TemporaryStore(engine)
        let first = try await count(1, store)
        #expect(first.attempts == 1 && (899...900).contains(first.secondsLeft))
        let second = try await count(1, store, seconds: 5000)
        #expect(second.attempts == 2 && second.windowEndsAt == first.windowEndsAt)
        #expect(try await count(2, store).attempts == 1)
        try await store.database.write { try await $0.signInAttempts.clear([1]) }
        #expect(try await count(1, store).attempts == 1)
        #expect(try await count(2, store).attempts == 2)
    }

    @Test("when the window has ended the count begins anew", arguments: Engine.available)
    func windows(_ engine: Engine) async throws {
        let store = try await TemporaryStore(engine)
        let old = try await count(1, store)
        _ = try await count(1, store)
        try await endWindows(store)
        let new = try await count(1, store)
        #expect(new.attempts == 1 && (899...900).contains(new.secondsLeft))
        // What an attempt of the old window takes off does not touch the new one.
        try await store.database.write { try await $0.signInAttempts.takeOff([1], of: old.windowEndsAt - 1) }
        #expect(try await count(1, store).attempts == 2)
        try await store.database.write { try await $0.signInAttempts.takeOff([1], of: new.windowEndsAt) }
        #expect(try await count(1, store).attempts == 2)
    }

    @Test("a hundred at once are counted a hundred times, each with a number of its own", arguments: Engine.available)
    func parallel(_ engine: Engine) async throws {
        let store = try await TemporaryStore(engine)
        let numbers = try await withThrowingTaskGroup(of: Int.self) { group in
            for _ in 0..<100 { group.addTask { try await count(1, store).attempts } }
            return try await group.reduce(into: []) { $0.append($1) }
        }
        #expect(numbers.sorted() == Array(1...100))
    }

    @Test("ended windows are removed, some at a time, and no others", arguments: Engine.available)
    func removal(_ engine: Engine) async throws {
        let store = try await TemporaryStore(engine)
        for key in UInt8(0)..<5 { _ = try await count(key, store) }
        try await endWindows(store)
        _ = try await count(9, store)
        func remaining() async throws -> Int? {
            try await store.database.read { try await $0.value("SELECT COUNT(*) FROM sign_in_attempt") }
        }
        try await store.database.write { try await $0.signInAttempts.removeExpired(limit: 3) }
        #expect(try await remaining() == 3)
        try await store.database.write { try await $0.signInAttempts.removeExpired() }
        #expect(try await remaining() == 1)
        #expect(try await count(9, store).attempts == 2)
    }
}
