import Database
import DatabaseTesting
import Testing

/// How PostgreSQL's own failures are told.
@Suite(.enabled(if: Engine.hasServer, "\(Engine.lacking)")) struct PostgreSQLFailureTests {
    private let engine = Engine.postgres

    /// Makes `refuse(state)`, which fails with that code and a sentence that quotes a value.
    private func makeRefusal(_ database: any Database) async throws {
        try await database.run(
            """
            CREATE FUNCTION refuse(state text) RETURNS int LANGUAGE plpgsql AS $$
            BEGIN RAISE EXCEPTION 'hidden words' USING ERRCODE = state, CONSTRAINT = 'c', TABLE = 't', COLUMN = 'k'; END $$
            """)
    }

    @Test(
        "each of the server's codes has its error, and none its sentence",
        arguments: [
            ("23505", DatabaseError.uniqueViolation(constraint: "c")), ("23503", .foreignKeyViolation),
            ("23502", .notNullViolation(column: "t.k")), ("23514", .checkViolation(constraint: "c")), ("53100", .full),
            ("58030", .io), ("XX001", .corrupt), ("25006", .unavailable), ("53300", .unavailable), ("57P03", .unavailable),
            ("08006", .unavailable), ("57014", .unavailable), ("55P03", .busy), ("40P01", .busy), ("40001", .busy),
            ("22012", .other(code: Int32("22012", radix: 36) ?? 0, message: "22012")),
        ])
    func codes(_ state: String, _ expected: DatabaseError) async throws {
        try await withDatabase(engine) { database, _ async throws in
            try await makeRefusal(database)
            do {
                try await database.write { _ = try await $0.row("SELECT refuse(\(state))") }
                Issue.record("the function refuses")
            } catch let error as DatabaseError {
                #expect(error == expected)
            }
            #expect(try await database.value("SELECT count(*) FROM item") == 0)
        }
    }

    @Test("no error carries a bound value, not even of a conversion PostgreSQL quotes in its message")
    func noValues() async throws {
        try await withDatabase(engine) { database, _ async throws in
            for statement: SQL in [
                "SELECT CAST(\("hidden words") AS integer)", "SELECT \("hidden") + 1", "SELECT hidden(\("words"))",
            ] {
                do {
                    _ = try await database.read { try await $0.rows(statement) }
                    Issue.record("the statement is wrong")
                } catch {
                    #expect(error is DatabaseError)
                    #expect(!"\(error)".contains("words"))
                }
            }
        }
    }

    @Test("text with a NUL is refused in so many words, and nothing of its transaction is kept")
    func nul() async throws {
        try await withDatabase(engine) { database, _ async throws in
            await #expect(throws: DatabaseError.misuse("PostgreSQL stores no text with a NUL character")) {
                try await database.write { transaction in
                    try await transaction.run("INSERT INTO item VALUES (1, 'a')")
                    try await transaction.run("INSERT INTO item VALUES (2, \("a\0b"))")
                }
            }
            #expect(try await database.value("SELECT count(*) FROM item") == 0)
        }
    }

    @Test("a type nobody reads is an error that says so")
    func unreadable() async throws {
        try await withDatabase(engine) { database, _ async throws in
            await #expect(throws: DatabaseError.misuse("a column's type (number 1184) is none this program reads")) {
                try await database.read { _ = try await $0.row("SELECT now()") }
            }
        }
    }

    @Test("who waits for a connection longer than for any lock is told so, and the one in use is not disturbed")
    func connectionWait() async throws {
        try await withDatabase(engine) { _, temporary async throws in
            guard case .schema(let schema) = temporary.place else { return }
            let database = try PostgreSQLDatabase(url: schema.url, connections: 1, lockTimeout: .milliseconds(50))
            let (entered, proceed) = (Signal(), Signal())
            async let held: Void = database.write { transaction in
                entered.send()
                await proceed.wait()
                try await transaction.run("INSERT INTO item VALUES (0, 'held')")
            }
            await entered.wait()
            await #expect(throws: DatabaseError.busy) { try await database.ping() }
            proceed.send()
            try await held
            #expect(try await database.value("SELECT count(*) FROM item") == 1)
            await database.close()
        }
    }

    @Test("a statement that takes too long is ended by the server, but not that of a migration")
    func slow() async throws {
        try await withDatabase(engine) { _, temporary async throws in
            guard case .schema(let schema) = temporary.place else { return }
            let database = try PostgreSQLDatabase(url: schema.url, connections: 1, statementTimeout: .milliseconds(50))
            await #expect(throws: DatabaseError.unavailable) {
                try await database.read { _ = try await $0.row("SELECT pg_sleep(60)") }
            }
            try await database.write { transaction in
                try await transaction.allowLongStatements()
                _ = try await transaction.row("SELECT pg_sleep(0.1)")
            }
            let timeout: String? = try await database.value("SELECT current_setting('statement_timeout')")
            #expect(timeout == "50ms")
            await database.close()
        }
    }

    @Test(
        "a URL that cannot be read is refused, and the refusal does not quote it",
        arguments: ["postgres://u:secret@[::1", "x=secret"])
    func url(_ url: String) throws {
        do {
            _ = try PostgreSQLDatabase(url: url)
            Issue.record("the URL is wrong")
        } catch {
            #expect(!"\(error)".contains("secret"))
            #expect("\(error)".contains("postgres://user@host:5432/database"))
        }
    }
}
