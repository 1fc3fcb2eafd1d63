internal import CSQLite

/// The running transaction of a connection.
struct SQLiteTransaction: Transaction {
    let connection: SQLiteConnection
    let number: Int

    var dialect: SQLDialect { .sqlite }

    func rows(_ sql: SQL) async throws(DatabaseError) -> [Row] { try collect(sql, limit: .max) }

    func row(_ sql: SQL) async throws(DatabaseError) -> Row? { try collect(sql, limit: 1).first }

    @discardableResult
    func run(_ sql: SQL) async throws(DatabaseError) -> Int { try execute(sql) { _ in true } }

    private func collect(_ sql: SQL, limit: Int) throws(DatabaseError) -> [Row] {
        var values: [SQLValue] = []
        var columns: ColumnNames?
        var count = 0
        _ = try execute(sql) { statement in
            let names = columns ?? statement.columns
            columns = names
            statement.read(into: &values, columns: names.names.count)
            count += 1
            return count < limit
        }
        guard let columns else { return [] }
        let width = columns.names.count
        return (0..<count).map { Row(columns: columns, values: values, start: $0 * width) }
    }

    private func execute(_ sql: SQL, row: (SQLiteStatement) -> Bool) throws(DatabaseError) -> Int {
        guard connection.thread.isCurrent, connection.transactionNumber == number else {
            throw .misuse("a transaction was used outside its closure")
        }
        // SQLite could go on after most errors, PostgreSQL after none; after some (a full disk) SQLite has rolled back by itself.
        if let error = connection.failure { throw error }
        do throws(DatabaseError) {
            return try connection.execute(sql, row: row)
        } catch {
            connection.failure = error
            throw error
        }
    }
}
