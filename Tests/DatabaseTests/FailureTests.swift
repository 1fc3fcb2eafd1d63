import Database
import DatabaseTesting
import Testing

/// How every engine tells why a statement was refused.
@Suite struct FailureTests {
    @Test("a second row of the same key names the columns or the constraint", arguments: Engine.available)
    func uniqueViolation(_ engine: Engine) async throws {
        try await withDatabase(engine) { database, _ async throws in
            let suffix = database.dialect.tableSuffix
            try await database.run(
                "CREATE TABLE asset (organization INTEGER, path TEXT, UNIQUE (organization, path))\(raw: suffix)")
            try await database.run("INSERT INTO asset VALUES (1, 'secret'), (2, 'secret')")
            let names =
                engine == .sqlite ? ["asset.organization, asset.path", "item.id"] : ["asset_organization_path_key", "item_pkey"]
            await #expect(throws: DatabaseError.uniqueViolation(constraint: names[0])) {
                try await database.run("INSERT INTO asset VALUES (1, \("secret"))")
            }
            try await database.run("INSERT INTO item VALUES (1, 'a')")
            await #expect(throws: DatabaseError.uniqueViolation(constraint: names[1])) {
                try await database.run("INSERT INTO item VALUES (1, 'b')")
            }
        }
    }

    @Test("foreign keys, checks, NOT NULL and column types are kept, each with its own error", arguments: Engine.available)
    func constraints(_ engine: Engine) async throws {
        try await withDatabase(engine) { database, _ async throws in
            try await database.run(
                """
                CREATE TABLE part (item INTEGER NOT NULL REFERENCES item (id), size INTEGER, CONSTRAINT positive CHECK (size > 0))
                \(raw: database.dialect.tableSuffix)
                """)
            try await database.run("INSERT INTO item VALUES (1, 'a')")
            await #expect(throws: DatabaseError.foreignKeyViolation) { try await database.run("INSERT INTO part VALUES (2, 1)") }
            await #expect(throws: DatabaseError.checkViolation(constraint: "positive")) {
                try await database.run("INSERT INTO part VALUES (1, 0)")
            }
            await #expect(throws: DatabaseError.notNullViolation(column: "part.item")) {
                try await database.run("INSERT INTO part VALUES (NULL, 1)")
            }
            do {
                try await database.run("INSERT INTO part VALUES (1, \("secret"))")
                Issue.record("a text is no whole number")
            } catch DatabaseError.checkViolation(constraint: "part.size") where engine == .sqlite {
            } catch DatabaseError.other(_, let message) where engine == .postgres {
                #expect(message.contains("size") && !message.contains("secret"))
            }
        }
    }

    @Test("a statement that is wrong says where", arguments: Engine.available)
    func syntax(_ engine: Engine) async throws {
        try await withDatabase(engine) { database, _ async throws in
            do {
                try await database.run("SELEC 1")
                Issue.record("the statement is wrong")
            } catch DatabaseError.other(_, let message) {
                #expect(message.contains("SELEC"))
            }
            try await database.run("INSERT INTO item VALUES (1, 'a')")
            await #expect(throws: DatabaseError.self) { try await database.run("DELETE FROM item; DELETE FROM item") }
            await #expect(throws: DatabaseError.misuse("an empty statement")) { try await database.run(" -- nothing") }
            #expect(try await database.run("DELETE FROM item;\n") == 1)
        }
    }
}
