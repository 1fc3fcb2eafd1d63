import Database
import DatabaseTesting
import Testing

@Suite struct SQLTests {
    @Test("an interpolated value becomes a parameter, whatever it says")
    func parameters() {
        let name = "'; DROP TABLE item; --"
        let sql: SQL = "SELECT id FROM item WHERE name = \(name) AND id > \(7) AND note IS \(nil as String?)"
        #expect(sql.text == "SELECT id FROM item WHERE name = ? AND id > ? AND note IS ?")
        #expect(sql.bindings == [.text(name), .integer(7), .null])
    }

    @Test("a statement inside a statement brings its parameters along, in order")
    func splicing() {
        let inner: SQL = "b = \(2) OR c = \(3.5)"
        let sql: SQL = "a = \(1) AND (\(inner)) AND d = \(true) \(raw: "ORDER BY e")"
        #expect(sql.text == "a = ? AND (b = ? OR c = ?) AND d = ? ORDER BY e")
        #expect(sql.bindings == [.integer(1), .integer(2), .real(3.5), .integer(1)])
    }

    @Test("statements can be added and joined")
    func joining() {
        var sql = SQL("SELECT 1")
        sql += " WHERE " + ["a = \(1)", "b = \(2)", "c = \(3)"].joined(separator: " AND ")
        #expect(sql.text == "SELECT 1 WHERE a = ? AND b = ? AND c = ?")
        #expect(sql.bindings == [.integer(1), .integer(2), .integer(3)])
        #expect([SQL]().joined(separator: ", ").isEmpty)
    }

    @Test("a list has one parameter a value, and of none it matches nothing", arguments: Engine.available)
    func lists(_ engine: Engine) async throws {
        #expect(SQL.list([1, 2, 3]).text == "?, ?, ?")
        try await withDatabase(engine) { database, _ async throws in
            try await database.run("INSERT INTO item VALUES \(raw: "(1, 'a'), (2, 'b'), (3, 'c')")")
            #expect(try await database.value("SELECT count(*) FROM item WHERE id IN (\(SQL.list([1, 3, 9])))") == 2)
            #expect(try await database.value("SELECT count(*) FROM item WHERE id IN (\(SQL.list([Int]())))") == 0)
        }
    }

    @Test("placeholders are numbered for PostgreSQL, and question marks in quotes and comments are not")
    func placeholders() {
        let sql: SQL = "SELECT '?', \"a?\", 'it''s ?' -- why?\n, \(1) WHERE a-\(2) = \(3)"
        #expect(sql.text { "$\($0)" } == "SELECT '?', \"a?\", 'it''s ?' -- why?\n, $1 WHERE a-$2 = $3")
    }

    enum Kind: String, SQLConvertible { case image, video }

    @Test("an enumeration is bound as its raw value and read back, and an unknown raw value is not a case")
    func enumerations() {
        #expect(Kind.video.sqlValue == .text("video"))
        #expect(Kind(sqlValue: .text("image")) == .image)
        #expect(Kind(sqlValue: .text("audio")) == nil)
    }
}
