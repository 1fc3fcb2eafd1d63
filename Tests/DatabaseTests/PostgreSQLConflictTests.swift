import Database
import DatabaseTesting
import Platform
import Testing

/// Transactions that get into each other's way.
@Suite(.enabled(if: Engine.hasServer, "\(Engine.lacking)")) struct PostgreSQLConflictTests {
    private let engine = Engine.postgres

    @Test("two writers that lock the same rows in opposite order both succeed, one of them at its second try")
    func deadlock() async throws {
        try await withDatabase(engine) { database, _ async throws in
            try await database.run("INSERT INTO item VALUES (1, 'a'), (2, 'b')")
            let (runs, meeting) = (Counter(), [Signal(), Signal()])
            try await withThrowingTaskGroup(of: Void.self) { group in
                for (own, other) in [(0, 1), (1, 0)] {
                    group.addTask {
                        try await database.write { transaction in
                            _ = runs.next()
                            try await transaction.run("UPDATE item SET name = name || \("\(own)") WHERE id = \(own + 1)")
                            meeting[own].send()
                            await meeting[other].wait()
                            try await transaction.run("UPDATE item SET name = name || \("\(own)") WHERE id = \(other + 1)")
                        }
                    }
                }
                try await group.waitForAll()
            }
            #expect(runs.next() == 4)
            #expect(try await database.value("SELECT COUNT(*) FROM item WHERE length(name) = 3") == 2)
        }
    }

    @Test("a serialization failure runs the closure again, a bounded number of times")
    func serialization() async throws {
        try await withDatabase(engine) { database, _ async throws in
            try await database.run("CREATE SEQUENCE run")
            try await database.run(
                """
                CREATE FUNCTION attempt(needed bigint) RETURNS bigint LANGUAGE plpgsql AS $$
                DECLARE number bigint := nextval('run');
                BEGIN IF number < needed THEN RAISE EXCEPTION 'again' USING ERRCODE = '40001'; END IF; RETURN number; END $$
                """)
            let number = try await database.write { transaction in
                try await transaction.run("INSERT INTO item VALUES (1, 'a')")
                return try await transaction.value("SELECT attempt(\(4))", as: Int.self)
            }
            #expect(number == 4)
            #expect(try await database.value("SELECT COUNT(*) FROM item") == 1)
            await #expect(throws: DatabaseError.busy) {
                try await database.write { _ = try await $0.row("SELECT attempt(\(1_000))") }
            }
            #expect(try await database.value("SELECT last_value < 20 FROM run") == true)
        }
    }

    @Test("a writer that waits for a row somebody keeps is told busy, and the others go on")
    func lockTimeout() async throws {
        try await withDatabase(engine) { first, temporary async throws in
            try await first.run("INSERT INTO item VALUES (1, 'a'), (2, 'b')")
            let second = try temporary.open(connections: 2, lockTimeout: .milliseconds(30))
            let (entered, proceed) = (Signal(), Signal())
            async let holding: Int = first.write { transaction in
                let changed = try await transaction.run("UPDATE item SET name = 'x' WHERE id = 1")
                entered.send()
                await proceed.wait()
                return changed
            }
            await entered.wait()
            await #expect(throws: DatabaseError.busy) { try await second.run("UPDATE item SET name = 'y' WHERE id = 1") }
            #expect(try await second.run("UPDATE item SET name = 'y' WHERE id = 2") == 1)
            #expect(try await second.value("SELECT name FROM item WHERE id = 1") == "a")
            proceed.send()
            #expect(try await holding == 1)
            await second.close()
        }
    }

    @Test("a prepared statement survives every change of its table, within one connection")
    func changedTypes() async throws {
        try await withDatabase(engine, connections: 1) { database, temporary async throws in
            let other = try temporary.open(connections: 1)
            try await database.run("INSERT INTO item VALUES (1, '7')")
            let everything: SQL = "SELECT * FROM item WHERE id = \(1)"
            #expect(try await database.read { try await $0.row(everything)?.get("name", as: String.self) } == "7")
            for change: SQL in [
                "ALTER TABLE item ALTER COLUMN name TYPE bigint USING CAST(name AS bigint)",
                "ALTER TABLE item RENAME COLUMN name TO label", "ALTER TABLE item ADD COLUMN note text",
            ] {
                try await other.run(change)
                let row = try await database.read { try await $0.row(everything) }
                let value = try #require(row)
                #expect(try value.get(at: 1, as: Int.self) == 7)
            }
            let names = try await database.read { try await $0.row(everything)?.columns.names }
            #expect(names == ["id", "label", "note"])
            await other.close()
        }
    }

    @Test("more statements than are kept prepared all work, again and again")
    func manyStatements() async throws {
        try await withDatabase(engine, connections: 1) { database, _ async throws in
            for _ in 0..<2 {
                for number in 0..<260 { #expect(try await database.value("SELECT \(1) + \(raw: "\(number)")") == number + 1) }
            }
            let kept: Int? = try await database.value("SELECT COUNT(*) FROM pg_prepared_statements")
            #expect((1...201).contains(kept ?? 0))
        }
    }

    @Test("a statement the server forgot is prepared again")
    func forgotten() async throws {
        try await withDatabase(engine, connections: 1) { database, _ async throws in
            let statement: SQL = "SELECT COUNT(*) FROM item WHERE id = \(1)"
            #expect(try await database.value(statement) == 0)
            try await database.run("DEALLOCATE ALL")
            #expect(try await database.value(statement) == 0)
        }
    }
}
