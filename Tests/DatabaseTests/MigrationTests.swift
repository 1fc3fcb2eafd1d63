import Database
import DatabaseTesting
import Testing

/// Schemas are brought up to date alike on every engine.
@Suite struct MigrationTests {
    let first = Migration("001-folder") { dialect in
        ["CREATE TABLE folder (id \(dialect.uuid) NOT NULL PRIMARY KEY, name TEXT NOT NULL)\(dialect.tableSuffix)"]
    }
    let second = Migration("002-folder-size") { dialect in
        ["ALTER TABLE folder ADD COLUMN size \(dialect.integer) NOT NULL DEFAULT 0", "CREATE INDEX folder_name ON folder (name)"]
    }

    @Test("migrations are applied once, in order, and later ones on top", arguments: Engine.available)
    func idempotent(_ engine: Engine) async throws {
        try await withDatabase(engine) { database, _ async throws in
            #expect(try await migrate(database, [first]) == ["001-folder"])
            #expect(try await migrate(database, [first]) == [])
            #expect(try await migrate(database, [first, second]) == ["002-folder-size"])
            #expect(try await migrate(database, [first, second]) == [])
            try await database.run("INSERT INTO folder (id, name, size) VALUES (\(UInt128(1)), 'a', 3)")
        }
    }

    @Test("a database of a newer program is refused", arguments: Engine.available)
    func newer(_ engine: Engine) async throws {
        try await withDatabase(engine) { database, _ async throws in
            _ = try await migrate(database, [first, second])
            await #expect(throws: MigrationError.unknown(["002-folder-size"])) { try await migrate(database, [first]) }
        }
    }

    @Test("a list that was reordered is refused", arguments: Engine.available)
    func reordered(_ engine: Engine) async throws {
        try await withDatabase(engine) { database, _ async throws in
            _ = try await migrate(database, [first])
            await #expect(throws: MigrationError.outOfOrder("001-folder")) { try await migrate(database, [second, first]) }
        }
    }

    @Test("a migration that fails half-way leaves nothing, and those before it stay", arguments: Engine.available)
    func halfFailed(_ engine: Engine) async throws {
        try await withDatabase(engine) { database, _ async throws in
            let broken = Migration("002-broken") { _ in ["CREATE TABLE half (id INTEGER)", "CREATE TABLE half (id INTEGER)"] }
            do {
                _ = try await migrate(database, [first, broken])
                Issue.record("the second statement fails")
            } catch MigrationError.failed(let name, _) {
                #expect(name == "002-broken")
            }
            await #expect(throws: DatabaseError.self) { try await database.run("SELECT * FROM half") }
            #expect(try await database.value("SELECT count(*) FROM folder") == 0)
            #expect(try await migrate(database, [first, second]) == ["002-folder-size"])
        }
    }

    @Test(
        "several processes may make and migrate a database at once, and each step is applied once", arguments: Engine.available,
        0..<50)
    func atOnce(_ engine: Engine, round: Int) async throws {
        let temporary = try await engine.make()
        let steps = [first, second]
        let applied = try await withThrowingTaskGroup(of: [String].self) { group in
            for _ in 0..<4 {
                group.addTask {
                    let database = try temporary.open(connections: 1)
                    let names = try await migrate(database, steps)
                    await database.close()
                    return names
                }
            }
            var all: [String] = []
            for try await names in group { all += names }
            return all
        }
        #expect(applied.sorted() == ["001-folder", "002-folder-size"])
    }

    @Test("substring search by trigrams is there", arguments: Engine.available)
    func trigrams(_ engine: Engine) async throws {
        try await withDatabase(engine) { database, _ async throws in
            if engine == .postgres {
                #expect(try await database.value("SELECT COUNT(*) FROM pg_available_extensions WHERE name = 'pg_trgm'") == 1)
                return
            }
            try await database.run("CREATE VIRTUAL TABLE search USING fts5(name, tokenize = 'trigram')")
            try await database.run("INSERT INTO search (rowid, name) VALUES (1, 'Sunset-Lisbon.jpg'), (2, 'harbour.png')")
            #expect(try await database.value("SELECT rowid FROM search WHERE search MATCH \("\"nset-lis\"")") == 1)
        }
    }
}
