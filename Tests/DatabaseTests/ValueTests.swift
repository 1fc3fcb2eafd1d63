import Database
import DatabaseTesting
import Testing

@Suite struct ValueTests {
    /// What `SELECT value` answers.
    private func echo<T: SQLConvertible & Sendable>(_ value: T, _ engine: Engine) async throws -> T? {
        let box = Sent<T?>(nil)
        try await withDatabase(engine) { database, _ in box.value = try await database.value("SELECT \(value)") }
        return box.value
    }

    private final class Sent<T>: @unchecked Sendable {  // written and read one after the other
        var value: T
        init(_ value: T) { self.value = value }
    }

    @Test("whole numbers keep all 64 bits", arguments: Engine.available, [Int64.min, -1, 0, 1, .max])
    func integers(_ engine: Engine, value: Int64) async throws {
        #expect(try await echo(value, engine) == value)
    }

    @Test(
        "text keeps emptiness and every character", arguments: Engine.available,
        ["", "日本語 🏔️", "\u{1}\u{7f}\u{fffd}\u{10ffff}", "long enough not to be inline é", "e\u{301} is not é", "\\ ' \" $1 ? %"])
    func text(_ engine: Engine, value: String) async throws {
        #expect(try await echo(value, engine) == value)
    }

    @Test("bytes keep their length, none and sixteen included", arguments: Engine.available, [0, 1, 15, 16, 17, 5000, 3 << 20])
    func blobs(_ engine: Engine, count: Int) async throws {
        let bytes = (0..<count).map { UInt8(truncatingIfNeeded: $0) }
        #expect(try await echo(bytes, engine) == bytes)
    }

    @Test("an empty blob is not NULL, nor is an empty text", arguments: Engine.available)
    func emptyIsNotNull(_ engine: Engine) async throws {
        try await withDatabase(engine) { database, _ async throws in
            #expect(try await database.value("SELECT \([UInt8]()) IS NULL") == false)
            #expect(try await database.value("SELECT \("") IS NULL") == false)
            #expect(try await database.value("SELECT \(nil as Int?) IS NULL") == true)
        }
    }

    @Test(
        "an identifier is a blob of 16 bytes, the most significant first, so that it sorts as a number",
        arguments: Engine.available)
    func identifiers(_ engine: Engine) async throws {
        let id: UInt128 = 0x0192_a3b4_c5d6_7e8f_9011_2233_4455_6677
        #expect(try await echo(id, engine) == id)
        #expect(try await echo(UInt128.max, engine) == .max)
        try await withDatabase(engine) { database, _ async throws in
            let digits: SQL = engine == .sqlite ? "hex(\(id))" : "upper(replace(CAST(\(id) AS text), '-', ''))"
            #expect(try await database.value("SELECT \(digits)") == "0192A3B4C5D67E8F9011223344556677")
            #expect(try await database.value("SELECT \(id) < \(id + 1)") == true)
        }
    }

    @Test("bytes of an identifier's length are read as bytes and as an identifier", arguments: Engine.available)
    func sixteenBytes(_ engine: Engine) async throws {
        try await withDatabase(engine) { database, _ async throws in
            let row = try #require(
                try await database.read {
                    try await $0.row("SELECT \([UInt8](repeating: 1, count: 16)) AS b, \(UInt128(5)) AS u")
                })
            #expect(try row.get("b", as: UInt128.self) == 0x0101_0101_0101_0101_0101_0101_0101_0101)
            #expect(try row.get("u", as: [UInt8].self) == Array(repeating: 0, count: 15) + [5])
        }
    }

    @Test("sums and counts of whole numbers are whole numbers", arguments: Engine.available)
    func sums(_ engine: Engine) async throws {
        try await withDatabase(engine) { database, _ async throws in
            for number in [-10_000, -1, 10_000, 4_611_686_018_427_387_900, 4_611_686_018_427_387_904] as [Int64] {
                try await database.run("INSERT INTO item VALUES (\(number), NULL)")
            }
            #expect(try await database.value("SELECT SUM(id) FROM item") == Int64.max - 4)
            #expect(try await database.value("SELECT SUM(id) FROM item WHERE id < 0") == -10_001)
            #expect(try await database.value("SELECT SUM(id) FROM item WHERE id = 10000") == 10_000)
            #expect(try await database.value("SELECT COALESCE(SUM(id), 0) FROM item WHERE id = 7") == 0)
            #expect(try await database.value("SELECT SUM(id) * 1.5 FROM item WHERE id < 0") == -15_001.5)
            #expect(try await database.value("SELECT COUNT(*) FROM item") == 5)
        }
    }

    @Test("a parameter is compared as what it is, wherever it stands, and NULL fits everywhere", arguments: Engine.available)
    func inference(_ engine: Engine) async throws {
        try await withDatabase(engine) { database, _ async throws in
            #expect(try await database.value("SELECT \(10) <= \(9)") == false)
            #expect(try await database.value("SELECT COALESCE(\(nil as Int?), \(3))") == 3)
            #expect(try await database.value("SELECT COALESCE(\(nil as String?), \("x"))") == "x")
            #expect(try await database.value("SELECT \(7) + 1") == 8)
            #expect(try await database.value("SELECT COUNT(*) FROM item WHERE id = \(nil as Int?)") == 0)
            for name in [nil, "a", nil, "b"] as [String?] {
                try await database.run("INSERT INTO item (id, name) SELECT COALESCE(MAX(id), 0) + \(1), \(name) FROM item")
            }
            #expect(try await database.value("SELECT COUNT(*) FROM item WHERE name IS NULL") == 2)
            #expect(try await database.value("SELECT MAX(id) FROM item WHERE name = 'b'") == 4)
        }
    }

    @Test(
        "real numbers keep their bits", arguments: Engine.available,
        [0.1, -.infinity, .greatestFiniteMagnitude, .leastNonzeroMagnitude])
    func reals(_ engine: Engine, value: Double) async throws {
        #expect(try await echo(value, engine) == value)
    }

    @Test("a column is found by name, and is never read as another type", arguments: Engine.available)
    func conversion(_ engine: Engine) async throws {
        try await withDatabase(engine) { database, _ async throws in
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

    @Test("rows come in order, each with its own values", arguments: Engine.available)
    func rows(_ engine: Engine) async throws {
        try await withDatabase(engine) { database, _ async throws in
            let rows = try await database.read {
                try await $0.rows(
                    "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 100) SELECT i, i * i AS s FROM n")
            }
            let numbers = try rows.map { try [$0.get("i", as: Int.self), $0.get("s", as: Int.self)] }
            #expect(numbers == (1...100).map { [$0, $0 * $0] })
        }
    }

    @Test("columns are read anew after the table changed under a prepared statement", arguments: Engine.available)
    func changedSchema(_ engine: Engine) async throws {
        try await withDatabase(engine) { database, _ async throws in
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
