/// One step of the schema's history. Steps are only ever appended; one that was released never changes.
package struct Migration: Sendable {
    /// Unique and permanent: the database records it.
    package let name: String
    /// One statement each.
    package let statements: @Sendable (SQLDialect) -> [String]

    package init(_ name: String, statements: @escaping @Sendable (SQLDialect) -> [String]) {
        self.name = name
        self.statements = statements
    }
}

/// Why a schema could not be brought up to date.
package enum MigrationError: Error, Sendable, Equatable {
    /// The database has steps this program does not know: it was used by a newer one.
    case unknown([String])
    /// The recorded steps are not the beginning of the program's list.
    case outOfOrder(String)
    /// A step failed and left nothing behind.
    case failed(String, DatabaseError)
}

/// Applies what is missing of `migrations`, each in a transaction of its own, and answers the names of those newly applied.
///
/// Several processes may do this at once. Throws `MigrationError` or `DatabaseError`.
package func migrate(_ database: any Database, _ migrations: [Migration]) async throws -> [String] {
    try await database.write { transaction in
        try await SchemaHistory.lock(transaction)
        try await transaction.run(SchemaHistory.table(transaction.dialect))
        try await SchemaHistory.check(transaction, migrations)
    }
    var applied: [String] = []
    for (position, migration) in migrations.enumerated() {
        let isNew = try await database.write { transaction in
            try await SchemaHistory.apply(migration, at: position, transaction)
        }
        if isNew { applied.append(migration.name) }
    }
    return applied
}

/// The table of applied migrations.
private enum SchemaHistory {
    static func table(_ dialect: SQLDialect) -> SQL {
        """
        CREATE TABLE IF NOT EXISTS schema_migration (
            position \(raw: dialect.integer) NOT NULL PRIMARY KEY,
            name TEXT NOT NULL UNIQUE
        )\(raw: dialect.tableSuffix)
        """
    }

    static func check(_ transaction: any Transaction, _ migrations: [Migration]) async throws {
        let recorded = try await transaction.rows("SELECT name FROM schema_migration ORDER BY position")
            .map { row throws(DatabaseError) in try row.get("name", as: String.self) }
        let known = migrations.map(\.name)
        let unknown = recorded.filter { !known.contains($0) }
        if !unknown.isEmpty { throw MigrationError.unknown(unknown) }
        if let (wrong, _) = zip(recorded, known).first(where: { $0 != $1 }) { throw MigrationError.outOfOrder(wrong) }
    }

    /// Lets one process at a time change the schema; `CREATE … IF NOT EXISTS` by two at once fails in PostgreSQL. A writer of SQLite
    /// is alone anyway.
    static func lock(_ transaction: any Transaction) async throws(DatabaseError) {
        try await transaction.allowLongStatements()
        guard transaction.dialect == .postgres else { return }
        _ = try await transaction.row("SELECT pg_advisory_xact_lock(\(0x5649_5452))")  // VITR
    }

    static func apply(_ migration: Migration, at position: Int, _ transaction: any Transaction) async throws -> Bool {
        try await lock(transaction)
        let found: Int? = try await transaction.value("SELECT 1 FROM schema_migration WHERE name = \(migration.name)")
        if found != nil { return false }
        do throws(DatabaseError) {
            for statement in migration.statements(transaction.dialect) { try await transaction.run(SQL(statement)) }
        } catch {
            throw MigrationError.failed(migration.name, error)
        }
        try await transaction.run("INSERT INTO schema_migration (position, name) VALUES (\(position), \(migration.name))")
        return true
    }
}
