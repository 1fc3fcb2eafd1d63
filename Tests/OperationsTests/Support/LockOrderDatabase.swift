import Database
import Platform
import Testing

/// A database in front of another that fails the test when a write reads or changes an organization's assets, intents, counters or
/// quota before it has locked the organization (ARCHITECTURE, "Transactions"). On PostgreSQL two such writes would pass each other.
struct LockOrderDatabase: Database {
    /// For what tests themselves change.
    @TaskLocal static var isUnchecked = false

    let inner: any Database

    var dialect: SQLDialect { inner.dialect }

    func read<T: Sendable>(_ body: @Sendable (any Transaction) async throws -> T) async throws -> T { try await inner.read(body) }

    func write<T: Sendable>(_ body: @Sendable (any Transaction) async throws -> T) async throws -> T {
        if Self.isUnchecked { return try await inner.write(body) }
        return try await inner.write { try await body(LockOrderTransaction($0)) }
    }

    func ping() async throws { try await inner.ping() }

    func close() async { await inner.close() }
}

private final class LockOrderTransaction: Transaction {
    private let inner: any Transaction
    private let isLocked = Locked(false)

    init(_ inner: any Transaction) { self.inner = inner }

    var dialect: SQLDialect { inner.dialect }

    func rows(_ sql: SQL) async throws(DatabaseError) -> [Row] {
        check(sql.text)
        return try await inner.rows(sql)
    }

    func row(_ sql: SQL) async throws(DatabaseError) -> Row? {
        check(sql.text)
        return try await inner.row(sql)
    }

    func run(_ sql: SQL) async throws(DatabaseError) -> Int {
        check(sql.text)
        return try await inner.run(sql)
    }

    func allowLongStatements() async throws(DatabaseError) { try await inner.allowLongStatements() }

    private func check(_ text: String) {
        if text.contains("AS locked FROM organization") || text.contains("AS locked FROM former_organization") {
            return isLocked.withLock { $0 = true }
        }
        if isLocked.withLock({ $0 }) || text.hasPrefix("CREATE") || text.hasPrefix("ALTER") { return }
        let words = text.split { !$0.isLetter && $0 != "_" }
        let isTouched = zip(words, words.dropFirst()).contains { verb, table in
            ["FROM", "JOIN", "INTO", "UPDATE"].contains(verb) && Self.guarded.contains(table)
                || verb == "UPDATE" && table == "organization"
        }
        if isTouched { Issue.record("a write touches what the organization's lock guards without it: \(text)") }
    }

    private static let guarded: Set<Substring> = [
        "asset", "rendition", "publish_intent", "storage_counter", "retired_blob", "change_entry", "folder", "tag", "asset_tag",
        "asset_usage",
    ]
}
