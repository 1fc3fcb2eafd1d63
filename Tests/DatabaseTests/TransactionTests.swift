import Database
import Testing

@Suite struct TransactionTests {
    struct Refusal: Error {}

    @Test("a reader keeps its snapshot while a write commits")
    func snapshot() async throws {
        try await withDatabase { database, _ async throws in
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

    @Test("nothing of a closure that throws is kept, and the next one works")
    func rollback() async throws {
        try await withDatabase { database, _ async throws in
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

    @Test("closures run on the connection's own thread, also after they were suspended")
    func thread() async throws {
        try await withDatabase(readers: 1) { database, _ async throws in
            let writing = try await database.write { transaction in
                let first = try threadName()
                await Task.yield()
                try await transaction.run("INSERT INTO item VALUES (1, 'a')")
                return [first, try threadName()]
            }
            #expect(writing == ["sqlite-write", "sqlite-write"])
            let reading = try await database.read { transaction in
                let first = try threadName()
                await Task.yield()
                _ = try await transaction.row("SELECT 1")
                return [first, try threadName()]
            }
            #expect(reading == ["sqlite-read-1", "sqlite-read-1"])
            #expect(try !threadName().hasPrefix("sqlite"))
        }
    }

    @Test("a write that is suspended keeps the next ones out, and they follow in order")
    func order() async throws {
        try await withDatabase { database, _ async throws in
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

    @Test("a closure cannot write to a snapshot")
    func readOnly() async throws {
        try await withDatabase { database, _ async throws in
            await #expect(throws: DatabaseError.unavailable) {
                try await database.read { try await $0.run("INSERT INTO item VALUES (1, 'a')") }
            }
        }
    }

    @Test("a transaction inside a transaction is refused, not waited for")
    func nested() async throws {
        try await withDatabase(readers: 1) { database, _ async throws in
            await #expect(throws: DatabaseError.misuse("a transaction was begun inside another")) {
                try await database.write { _ in try await database.write { try await $0.run("DELETE FROM item") } }
            }
            await #expect(throws: DatabaseError.misuse("a transaction was begun inside another")) {
                try await database.read { _ in try await database.read { _ in } }
            }
        }
    }

    @Test("a transaction kept after its closure is refused, and so is one used from elsewhere")
    func escaped() async throws {
        try await withDatabase { database, _ async throws in
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

    @Test("a cancelled task begins no transaction; one that has begun commits")
    func cancellation() async throws {
        try await withDatabase { database, _ async throws in
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

    @Test("run answers the rows this statement changed, not an earlier one's")
    func changes() async throws {
        try await withDatabase { database, _ async throws in
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

    @Test("more readers than connections all get their turn")
    func manyReaders() async throws {
        try await withDatabase(readers: 2) { database, _ async throws in
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

    @Test("after closing, and closing twice, everything is refused")
    func closed() async throws {
        try await withDatabase { database, _ async throws in
            try await database.ping()
            await database.close()
            await database.close()
            await #expect(throws: DatabaseError.unavailable) { try await database.ping() }
            await #expect(throws: DatabaseError.unavailable) { try await database.run("DELETE FROM item") }
        }
    }
}
