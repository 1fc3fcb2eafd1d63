import Database
import DatabaseTesting
import Glibc
import Platform
import Testing

/// How SQLite's own failures are told.
@Suite struct SQLiteFailureTests {
    private let engine = Engine.sqlite

    @Test("no error carries a bound value, not even of a search SQLite quotes in its message")
    func noValues() async throws {
        try await withDatabase(engine) { database, _ async throws in
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

    @Test("a full disk is an error that leaves nothing, and the database stays usable")
    func full() async throws {
        try await withDatabase(engine) { database, _ async throws in
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
        try await withDatabase(engine) { database, _ async throws in
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
        try await withDatabase(engine) { database, temporary async throws in
            try await database.run("PRAGMA application_id = 7")
            #expect(throws: DatabaseError.other(code: 26, message: "the file is another program's database")) {
                _ = try temporary.open()
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
