import Database
import Platform

/// Passes every statement on and keeps it, with its query plan.
final class RecordingTransaction: Transaction {
    struct Recorded: Sendable {
        let text: String
        /// The plan's lines, such as `SEARCH asset USING INDEX asset_by_created (organization_id=? AND status=?)`.
        let plan: [String]
    }

    private let inner: any Transaction
    private let log = Locked<[Recorded]>([])

    init(_ inner: any Transaction) { self.inner = inner }

    var recorded: [Recorded] { log.withLock { $0 } }

    var dialect: SQLDialect { inner.dialect }

    func rows(_ sql: SQL) async throws(DatabaseError) -> [Row] {
        try await record(sql)
        return try await inner.rows(sql)
    }

    func row(_ sql: SQL) async throws(DatabaseError) -> Row? {
        try await record(sql)
        return try await inner.row(sql)
    }

    func run(_ sql: SQL) async throws(DatabaseError) -> Int {
        try await record(sql)
        return try await inner.run(sql)
    }

    private func record(_ sql: SQL) async throws(DatabaseError) {
        if sql.text.hasPrefix("SET ") { return }
        let explain: SQL = dialect == .sqlite ? "EXPLAIN QUERY PLAN " : "EXPLAIN "
        let column = dialect == .sqlite ? "detail" : "QUERY PLAN"
        let plan = try await inner.rows(explain + sql).map { row throws(DatabaseError) in try row.get(column, as: String.self) }
        log.withLock { $0.append(Recorded(text: sql.text, plan: plan)) }
    }
}

extension RecordingTransaction.Recorded {
    /// The lines that read a table from its beginning to its end.
    var scans: [String] {
        plan.filter { line in
            line.contains("Seq Scan")
                || line.hasPrefix("SCAN ") && !Self.isNoTable(line.dropFirst(5)) && !line.contains(" VIRTUAL TABLE INDEX ")
        }
    }

    /// Whether SQLite calls that a scan which reads no table: what a part of the statement found before, and nothing else.
    private static func isNoTable(_ name: Substring) -> Bool {
        ["CONSTANT ROW", "matching", "page", "above", "below", "bounded"].contains(name)
    }

    /// Whether it is the list itself, and neither its count nor what the plan of it asks.
    var isPage: Bool { text.contains(" AS place ") }

    /// Whether rows are sorted after they were read.
    var isSorting: Bool { plan.contains { $0.contains("Sort") || $0.contains("TEMP B-TREE") } }

    /// The indexes it searches.
    func uses(_ index: String) -> Bool { plan.contains { $0.contains(index) } }
}
