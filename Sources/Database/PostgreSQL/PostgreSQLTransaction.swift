/// The running transaction of a connection.
struct PostgreSQLTransaction: Transaction {
    let connection: PostgreSQLConnection
    let number: Int

    var dialect: SQLDialect { .postgres }

    func rows(_ sql: SQL) async throws(DatabaseError) -> [Row] { try collect(sql, limit: .max) }

    func row(_ sql: SQL) async throws(DatabaseError) -> Row? { try collect(sql, limit: 1).first }

    @discardableResult
    func run(_ sql: SQL) async throws(DatabaseError) -> Int { try execute(sql).result.changes }

    func allowLongStatements() async throws(DatabaseError) {
        try execute("SET LOCAL statement_timeout = 0")
        try execute("SET LOCAL lock_timeout = 0")
        connection.isUnlimited = true
    }

    private func collect(_ sql: SQL, limit: Int) throws(DatabaseError) -> [Row] {
        let (result, columns) = try execute(sql)
        do throws(DatabaseError) {
            return try result.rows(columns, limit: limit)
        } catch {
            connection.failure = error
            throw error
        }
    }

    @discardableResult
    private func execute(_ sql: SQL) throws(DatabaseError) -> (result: PostgreSQLResult, columns: ColumnNames) {
        guard connection.thread.isCurrent, connection.transactionNumber == number else {
            throw .misuse("a transaction was used outside its closure")
        }
        if let failure = connection.failure { throw failure }
        do throws(DatabaseError) {
            let (result, columns) = try connection.execute(sql)
            if result.isEmpty { throw .misuse("an empty statement") }
            return (result, columns)
        } catch {
            connection.failure = error
            throw error
        }
    }
}
