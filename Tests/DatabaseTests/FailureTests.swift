import Database
import Glibc
import Platform
import Testing

@Suite struct FailureTests {
    @Test("a second row of the same key names the columns")
    func uniqueViolation() async throws {
        try await withDatabase { database, _ async throws in
            try await database.run("CREATE TABLE asset (organization INTEGER, path TEXT, UNIQUE (organization, path)) STRICT")
            try await database.run("INSERT INTO asset VALUES (1, 'secret'), (2, 'secret')")
            await #expect(throws: DatabaseError.uniqueViolation(constraint: "asset.organization, asset.path")) {
                try await database.run("INSERT INTO asset VALUES (1, \("secret"))")
            }
            try await database.run("INSERT INTO item VALUES (1, 'a')")
            await #expect(throws: DatabaseError.uniqueViolation(constraint: "item.id")) {
                try await database.run("INSERT INTO item VALUES (1, 'b')")
            }
        }
    }

    @Test("foreign keys, checks, NOT NULL and column types are kept, each with its own error")
    func constraints() async throws {
        try await withDatabase { database, _ async throws in
            try await database.run(
                """
                CREATE TABLE part (item INTEGER NOT NULL REFERENCES item (id), size INTEGER, CONSTRAINT positive CHECK (size > 0)) STRICT
                """)
            try await database.run("INSERT INTO item VALUES (1, 'a')")
            await #expect(throws: DatabaseError.foreignKeyViolation) { try await database.run("INSERT INTO part VALUES (2, 1)") }
            await #expect(throws: DatabaseError.checkViolation(constraint: "positive")) {
                try await database.run("INSERT INTO part VALUES (1, 0)")
            }
            await #expect(throws: DatabaseError.notNullViolation(column: "part.item")) {
                try await database.run("INSERT INTO part VALUES (NULL, 1)")
            }
            await #expect(throws: DatabaseError.checkViolation(constraint: "part.size")) {
                try await database.run("INSERT INTO part VALUES (1, \("secret"))")
            }
        }
    }

    @Test("no error carries a bound value, not even of a search SQLite quotes in its message")
    func noValues() async throws {
        try await withDatabase { database, _ async throws in
            try await database.run("CREATE VIRTUAL TABLE search USING fts5(name, tokenize = 'trigram')")
            do {
                try await database.read { _ = try await $0.rows("SELECT * FROM search WHERE search MATCH \("hidden:\"word")") }
                Issue.record("the search is malformed")
            } catch {
                #expect(!"\(error)".contains("hidden") && !"\(error)".contains("word"))
                #expect(error is DatabaseError)
            }
        }
    }

    @Test("a statement that is wrong says where")
    func syntax() async throws {
        try await withDatabase { database, _ async throws in
            do {
                try await database.run("SELEC 1")
                Issue.record("the statement is wrong")
            } catch DatabaseError.other(_, let message) {
                #expect(message.contains("SELEC"))
            }
            await #expect(throws: DatabaseError.misuse("more than one statement")) {
                try await database.run("DELETE FROM item; DELETE FROM item")
            }
            await #expect(throws: DatabaseError.misuse("an empty statement")) { try await database.run(" -- nothing") }
            #expect(try await database.run("DELETE FROM item;\n") == 0)
        }
    }

    @Test("a full disk is an error that leaves nothing, and the database stays usable")
    func full() async throws {
        try await withDatabase { database, _ async throws in
            try await database.run("INSERT INTO item VALUES (1, 'kept')")
            _ = try await database.write { try await $0.rows("PRAGMA max_page_count = 20") }
            let big = String(repeating: "x", count: 200_000)
            await #expect(throws: DatabaseError.full) {
                try await database.write { transaction in
                    try await transaction.run("INSERT INTO item VALUES (2, 'lost')")
                    try await transaction.run("INSERT INTO item VALUES (3, \(big))")
                }
            }
            #expect(try await database.value("SELECT count(*) FROM item") == 1)
            try await database.run("INSERT INTO item VALUES (4, 'fits')")
            _ = try await database.write { try await $0.rows("PRAGMA max_page_count = 100000") }
            try await database.run("INSERT INTO item VALUES (5, \(big))")
            #expect(try await database.value("SELECT count(*) FROM item") == 3)
        }
    }

    @Test("a closure that swallows the error of a full disk commits nothing after it")
    func swallowed() async throws {
        try await withDatabase { database, _ async throws in
            _ = try await database.write { try await $0.rows("PRAGMA max_page_count = 20") }
            await #expect(throws: DatabaseError.full) {
                try await database.write { transaction in
                    _ = try? await transaction.run("INSERT INTO item VALUES (1, \(String(repeating: "x", count: 200_000)))")
                    _ = try? await transaction.run("INSERT INTO item VALUES (2, 'after')")
                }
            }
            #expect(try await database.value("SELECT count(*) FROM item") == 0)
        }
    }

    @Test("another program's database is refused and left alone")
    func foreignFile() async throws {
        try await withDatabase { database, folder async throws in
            try await database.run("PRAGMA application_id = 7")
            #expect(throws: DatabaseError.other(code: 26, message: "the file is another program's database")) {
                try SQLiteDatabase(path: folder.file)
            }
        }
    }

    @Test("a file that is no database, and a folder that is not there, are refused")
    func unopenable() async throws {
        let folder = TemporaryFolder()
        let file = try FileDescriptor.open(folder.file, O_WRONLY | O_CREAT)
        try Array(repeating: UInt8(ascii: "x"), count: 5000).withUnsafeBytes { try file.write($0) }
        #expect(throws: DatabaseError.corrupt) { try SQLiteDatabase(path: folder.file) }
        #expect(throws: DatabaseError.unavailable) { try SQLiteDatabase(path: "/nowhere/at/all.db") }
    }
}
