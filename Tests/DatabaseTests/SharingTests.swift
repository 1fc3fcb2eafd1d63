import Database
import DatabaseTesting
import Testing

/// Two databases opened in one place behave as two processes do: they know each other only through the engine's locks.
@Suite struct SharingTests {
    @Test("writers of two processes wait for each other and no update is lost", arguments: Engine.available)
    func counters(_ engine: Engine) async throws {
        try await withDatabase(engine) { first, temporary async throws in
            let second = try temporary.open()
            try await first.run("INSERT INTO item VALUES (0, '0')")
            try await withThrowingTaskGroup(of: Void.self) { group in
                for database in [first, second] {
                    for _ in 0..<4 {
                        group.addTask {
                            for _ in 0..<25 {
                                try await database.write { transaction in
                                    let lock = SQL(transaction.dialect.forUpdate)
                                    let count: String? = try await transaction.value("SELECT name FROM item WHERE id = 0\(lock)")
                                    try await transaction.run("UPDATE item SET name = \(String(Int(count!)! + 1)) WHERE id = 0")
                                }
                            }
                        }
                    }
                }
                try await group.waitForAll()
            }
            #expect(try await first.value("SELECT name FROM item WHERE id = 0") == "200")
            #expect(try await second.value("SELECT name FROM item WHERE id = 0") == "200")
            await second.close()
        }
    }

    @Test("a writer that never gets its turn is told busy, and reads go on meanwhile", arguments: Engine.available)
    func busy(_ engine: Engine) async throws {
        try await withDatabase(engine) { first, temporary async throws in
            let second = try temporary.open(lockTimeout: .milliseconds(50))
            let entered = Signal()
            let proceed = Signal()
            async let holding: Int = first.write { transaction in
                let changed = try await transaction.run("INSERT INTO item VALUES (1, 'a')")
                entered.send()
                await proceed.wait()
                return changed
            }
            await entered.wait()
            // On PostgreSQL a writer waits for the row alone: this one has the same key.
            await #expect(throws: DatabaseError.busy) { try await second.run("INSERT INTO item VALUES (1, 'b')") }
            #expect(try await second.value("SELECT count(*) FROM item") == 0)
            proceed.send()
            #expect(try await holding == 1)
            #expect(try await second.run("INSERT INTO item VALUES (2, 'b')") == 1)
            await second.close()
        }
    }

    @Test("a closure that meets busy inside its transaction is run again from the beginning", arguments: Engine.available)
    func again(_ engine: Engine) async throws {
        try await withDatabase(engine) { database, _ async throws in
            let runs = Counter()
            let result = try await database.write { transaction in
                try await transaction.run("INSERT INTO item VALUES (1, 'a')")
                if runs.next() < 3 { throw DatabaseError.busy }
                return "done"
            }
            #expect(result == "done")
            #expect(try await database.value("SELECT count(*) FROM item") == 1)
            await #expect(throws: DatabaseError.busy) { try await database.write { _ in throw DatabaseError.busy } }
        }
    }

    @Test("several processes can open the same new database at once", arguments: Engine.available)
    func opening(_ engine: Engine) async throws {
        let temporary = try await engine.make()
        try await withThrowingTaskGroup(of: Void.self) { group in
            for _ in 0..<4 {
                group.addTask {
                    let database = try temporary.open(connections: 1)
                    try await database.ping()
                    await database.close()
                }
            }
            try await group.waitForAll()
        }
    }
}
