import Database
import DatabaseTesting
import Testing

/// What every engine promises of transactions.
@Suite struct TransactionTests {
    struct Refusal: Error {}

    @Test("a reader keeps its snapshot while a write commits", arguments: Engine.available)
    func snapshot(_ engine: Engine) async throws {
        try await withDatabase(engine) { database, _ async throws in
            let opened = Signal()
            let committed = Signal()
            async let counts: [Int?] = database.read { transaction in
                let before: Int? = try await transaction.value("SELECT count(*) FROM item")
                opened.send()
                await committed.wait()
                return [before, try await transaction.value("SELECT count(*) FROM item")]
            }
            await opened.wait()
            try await database.run("INSERT INTO item VALUES (1, 'a')")
            #expect(try await database.value("SELECT count(*) FROM item") == 1)
            committed.send()
            #expect(try await counts == [0, 0])
        }
    }

    @Test("nothing of a closure that throws is kept, and the next one works", arguments: Engine.available)
    func rollback(_ engine: Engine) async throws {
        try await withDatabase(engine) { database, _ async throws in
            await #expect(throws: Refusal.self) {
                try await database.write { transaction in
                    try await transaction.run("INSERT INTO item VALUES (1, 'a')")
                    throw Refusal()
                }
            }
            #expect(try await database.value("SELECT count(*) FROM item") == 0)
            #expect(try await database.run("INSERT INTO item VALUES (1, 'a')") == 1)
        }
    }

    @Test("closures run on the connection's own thread, also after they were suspended", arguments: Engine.available)
    func thread(_ engine: Engine) async throws {
        try await withDatabase(engine, connections: 1) { database, _ async throws in
            let writing = try await database.write { transaction in
                let first = try threadName()
                await Task.yield()
                try await transaction.run("INSERT INTO item VALUES (1, 'a')")
                return [first, try threadName()]
            }
            let names = engine == .sqlite ? ["sqlite-write", "sqlite-read-1"] : ["postgres-1", "postgres-1"]
            #expect(writing == [names[0], names[0]])
            let reading = try await database.read { transaction in
                let first = try threadName()
                await Task.yield()
                _ = try await transaction.row("SELECT 1")
                return [first, try threadName()]
            }
            #expect(reading == [names[1], names[1]])
            #expect(try !names.contains(threadName()))
        }
    }

    @Test("who waits for a connection is served in order", arguments: Engine.available)
    func order(_ engine: Engine) async throws {
        try await withDatabase(engine, connections: 1) { database, _ async throws in
            let entered = Signal()
            let proceed = Signal()
            async let first: Void = database.write { transaction in
                entered.send()
                await proceed.wait()
                try await transaction.run("INSERT INTO item VALUES (0, 'first')")
            }
            await entered.wait()
            var later: [Task<Int?, any Error>] = []
            for index in 1...5 {
                // An immediate task runs until it first waits, so the writes are asked for in this order.
                later.append(
                    Task.immediate {
                        try await database.write { transaction in
                            let before: Int? = try await transaction.value("SELECT count(*) FROM item")
                            try await transaction.run("INSERT INTO item VALUES (\(index), NULL)")
                            return before
                        }
                    })
            }
            proceed.send()
            try await first
            var before: [Int?] = []
            for task in later { before.append(try await task.value) }
            #expect(before == [1, 2, 3, 4, 5])
        }
    }

    @Test("a closure cannot write to a snapshot", arguments: Engine.available)
    func readOnly(_ engine: Engine) async throws {
        try await withDatabase(engine) { database, _ async throws in
            await #expect(throws: DatabaseError.unavailable) {
                try await database.read { try await $0.run("INSERT INTO item VALUES (1, 'a')") }
            }
        }
    }

    @Test("a transaction inside a transaction is refused, not waited for", arguments: Engine.available)
    func nested(_ engine: Engine) async throws {
        try await withDatabase(engine, connections: 1) { database, _ async throws in
            await #expect(throws: DatabaseError.misuse("a transaction was begun inside another")) {
                try await database.write { _ in try await database.write { try await $0.run("DELETE FROM item") } }
            }
            await #expect(throws: DatabaseError.misuse("a transaction was begun inside another")) {
                try await database.read { _ in try await database.read { _ in } }
            }
        }
    }

    @Test("a transaction kept after its closure is refused, and so is one used from elsewhere", arguments: Engine.available)
    func escaped(_ engine: Engine) async throws {
        try await withDatabase(engine) { database, _ async throws in
            let misuse = DatabaseError.misuse("a transaction was used outside its closure")
            let kept = try await database.write { $0 }
            await #expect(throws: misuse) { try await kept.run("DELETE FROM item") }
            try await database.write { transaction in
                await #expect(throws: misuse) { try await kept.run("DELETE FROM item") }
                let elsewhere = Task { () async throws(DatabaseError) -> Int in try await transaction.run("DELETE FROM item") }
                await #expect(throws: misuse) { try await elsewhere.value }
            }
        }
    }

    @Test("a cancelled task begins no transaction; one that has begun commits", arguments: Engine.available)
    func cancellation(_ engine: Engine) async throws {
        try await withDatabase(engine) { database, _ async throws in
            let task = Task {
                withUnsafeCurrentTask { $0?.cancel() }
                try await database.run("INSERT INTO item VALUES (1, 'a')")
            }
            await #expect(throws: CancellationError.self) { try await task.value }
            #expect(try await database.value("SELECT count(*) FROM item") == 0)
            let late = Task {
                try await database.write { transaction in
                    withUnsafeCurrentTask { $0?.cancel() }
                    return try await transaction.run("INSERT INTO item VALUES (2, 'b')")
                }
            }
            #expect(try await late.value == 1)
            #expect(try await database.value("SELECT count(*) FROM item") == 1)
        }
    }

    @Test("a statement that failed fails the transaction, whatever the closure makes of it", arguments: Engine.available)
    func swallowed(_ engine: Engine) async throws {
        try await withDatabase(engine) { database, _ async throws in
            try await database.run("INSERT INTO item VALUES (1, 'a')")
            let later = Counter()
            await #expect {
                try await database.write { transaction in
                    try await transaction.run("INSERT INTO item VALUES (2, 'b')")
                    _ = try? await transaction.run("INSERT INTO item VALUES (1, 'twin')")
                    do throws(DatabaseError) { try await transaction.run("DELETE FROM item") } catch .uniqueViolation {
                        _ = later.next()
                    }
                }
            } throws: { error in
                if case DatabaseError.uniqueViolation = error { true } else { false }
            }
            #expect(later.next() == 2)
            #expect(try await database.value("SELECT count(*) FROM item") == 1)
        }
    }

    @Test("run answers the rows this statement changed, not an earlier one's", arguments: Engine.available)
    func changes(_ engine: Engine) async throws {
        try await withDatabase(engine) { database, _ async throws in
            let counts = try await database.write { transaction in
                [
                    try await transaction.run("INSERT INTO item VALUES (1, 'a'), (2, 'b'), (3, 'c')"),
                    try await transaction.run("UPDATE item SET name = 'x' WHERE id = 9"),
                    try await transaction.run("CREATE TABLE other (id INTEGER)"),
                    try await transaction.run("DELETE FROM item WHERE id < 3"),
                ]
            }
            #expect(counts == [3, 0, 0, 2])
        }
    }

    @Test("more readers than connections all get their turn", arguments: Engine.available)
    func manyReaders(_ engine: Engine) async throws {
        try await withDatabase(engine, connections: 2) { database, _ async throws in
            try await withThrowingTaskGroup(of: Int?.self) { group in
                for index in 0..<100 {
                    group.addTask {
                        try await database.read { transaction in
                            await Task.yield()
                            return try await transaction.value("SELECT \(index)")
                        }
                    }
                }
                var sum = 0
                for try await value in group { sum += value ?? 0 }
                #expect(sum == 4950)
            }
        }
    }

    @Test("after closing, and closing twice, everything is refused", arguments: Engine.available)
    func closed(_ engine: Engine) async throws {
        try await withDatabase(engine) { database, _ async throws in
            try await database.ping()
            await database.close()
            await database.close()
            await #expect(throws: DatabaseError.unavailable) { try await database.ping() }
            await #expect(throws: DatabaseError.unavailable) { try await database.run("DELETE FROM item") }
        }
    }
}
