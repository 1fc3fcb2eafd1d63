import Database
import Testing

@Suite struct ValueTests {
    /// What `SELECT value` answers.
    private func echo<T: SQLConvertible & Sendable>(_ value: T) async throws -> T? {
        let box = Sent<T?>(nil)
        try await withDatabase { database, _ in box.value = try await database.value("SELECT \(value)") }
        return box.value
    }

    private final class Sent<T>: @unchecked Sendable {  // written and read one after the other
        var value: T
        init(_ value: T) { self.value = value }
    }

    @Test("whole numbers keep all 64 bits", arguments: [Int64.min, -1, 0, 1, .max])
    func integers(value: Int64) async throws {
        #expect(try await echo(value) == value)
    }

    @Test(
        "text keeps NULs, emptiness and every character",
        arguments: ["", "a\0b", "\0", "日本語 🏔️", "long enough not to be inline é"])
    func text(value: String) async throws {
        #expect(try await echo(value) == value)
    }

    @Test("bytes keep their length, none and sixteen included", arguments: [0, 1, 15, 16, 17, 5000])
    func blobs(count: Int) async throws {
        let bytes = (0..<count).map { UInt8(truncatingIfNeeded: $0) }
        #expect(try await echo(bytes) == bytes)
    }

    @Test("an empty blob is not NULL, nor is an empty text")
    func emptyIsNotNull() async throws {
        try await withDatabase { database, _ async throws in
            #expect(try await database.value("SELECT \([UInt8]()) IS NULL") == false)
            #expect(try await database.value("SELECT \("") IS NULL") == false)
            #expect(try await database.value("SELECT \(nil as Int?) IS NULL") == true)
        }
    }

    @Test("an identifier is a blob of 16 bytes, the most significant first, so that it sorts as a number")
    func identifiers() async throws {
        let id: UInt128 = 0x0192_a3b4_c5d6_7e8f_9011_2233_4455_6677
        #expect(try await echo(id) == id)
        #expect(try await echo(UInt128.max) == .max)
        try await withDatabase { database, _ async throws in
            #expect(try await database.value("SELECT hex(\(id))") == "0192A3B4C5D67E8F9011223344556677")
        }
    }

    @Test("real numbers keep their bits", arguments: [0.1, -.infinity, .greatestFiniteMagnitude, .leastNonzeroMagnitude])
    func reals(value: Double) async throws {
        #expect(try await echo(value) == value)
    }

    @Test("a column is found by name, and is never read as another type")
    func conversion() async throws {
        try await withDatabase { database, _ async throws in
            let row = try #require(try await database.read { try await $0.row("SELECT 2 AS n, 'x' AS t, NULL AS z, 1.5 AS r") })
            #expect(try row.get("n", as: Int.self) == 2)
            #expect(try row.get("z", as: Int?.self) == nil)
            #expect(try row.get("n", as: Int?.self) == 2)
            #expect(try row.get("n", as: Double.self) == 2)
            #expect(throws: DatabaseError.conversion(column: "n")) { try row.get("n", as: Bool.self) }
            #expect(throws: DatabaseError.conversion(column: "n")) { try row.get("n", as: String.self) }
            #expect(throws: DatabaseError.conversion(column: "t")) { try row.get("t", as: Int?.self) }
            #expect(throws: DatabaseError.conversion(column: "z")) { try row.get("z", as: String.self) }
            #expect(throws: DatabaseError.conversion(column: "r")) { try row.get("r", as: Int.self) }
            #expect(throws: DatabaseError.conversion(column: "t")) { try row.get("t", as: UInt128.self) }
            #expect(throws: DatabaseError.notFoundColumn("nn")) { try row.get("nn", as: Int.self) }
            #expect(throws: DatabaseError.notFoundColumn("#4")) { try row.get(at: 4, as: Int.self) }
        }
    }

    @Test("rows come in order, each with its own values")
    func rows() async throws {
        try await withDatabase { database, _ async throws in
            let rows = try await database.read {
                try await $0.rows(
                    "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 100) SELECT i, i * i AS s FROM n")
            }
            let numbers = try rows.map { try [$0.get("i", as: Int.self), $0.get("s", as: Int.self)] }
            #expect(numbers == (1...100).map { [$0, $0 * $0] })
        }
    }

    @Test("columns are read anew after the table changed under a prepared statement")
    func changedSchema() async throws {
        try await withDatabase { database, _ async throws in
            try await database.run("INSERT INTO item VALUES (1, 'a')")
            let before = try await database.read { try await $0.rows("SELECT * FROM item") }
            #expect(before.first?.columns.names == ["id", "name"])
            try await database.run("ALTER TABLE item ADD COLUMN size INTEGER DEFAULT 5")
            for _ in 0..<3 {  // once with each reader, however they are chosen
                let row = try #require(try await database.read { try await $0.row("SELECT * FROM item") })
                #expect(try row.get("size", as: Int.self) == 5)
            }
        }
    }
}
