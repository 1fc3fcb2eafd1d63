internal import CPostgres
internal import Glibc
internal import Platform

extension PostgreSQLConnection {
    /// Runs a command without parameters or rows, or several with semicolons between.
    @discardableResult
    func command(_ text: String, _ handle: OpaquePointer) throws(PostgreSQLFailure) -> PostgreSQLResult {
        try result(handle, sent: PQsendQuery(handle, text))
    }

    /// Runs `sql`; statements that read or change rows stay prepared for the next time.
    func execute(_ sql: SQL) throws(DatabaseError) -> (result: PostgreSQLResult, columns: ColumnNames) {
        guard let handle else { throw .unavailable }
        let parameters = try PostgreSQLParameters(sql.bindings)
        do throws(PostgreSQLFailure) {
            guard sql.isWorthPreparing else {
                let result = try run(unprepared: sql, parameters, handle)
                return (result, ColumnNames(result.columnNames))
            }
            let statement = try prepared(sql, parameters.types, handle)
            let result = try run(statement, parameters, handle)
            let columns = statement.columns ?? ColumnNames(result.columnNames)
            statement.columns = columns
            return (result, columns)
        } catch {
            throw error.error
        }
    }

    private func run(
        unprepared sql: SQL, _ parameters: PostgreSQLParameters, _ handle: OpaquePointer
    ) throws(PostgreSQLFailure) -> PostgreSQLResult {
        let text = sql.text { "$\($0)" }
        let sent = parameters.withArguments { count, values, lengths, formats in
            PQsendQueryParams(handle, text, count, parameters.types, values, lengths, formats, 1)
        }
        return try result(handle, sent: sent)
    }

    private func run(
        _ statement: PostgreSQLStatement, _ parameters: PostgreSQLParameters, _ handle: OpaquePointer
    ) throws(PostgreSQLFailure) -> PostgreSQLResult {
        let sent = parameters.withArguments { count, values, lengths, formats in
            PQsendQueryPrepared(handle, statement.name, count, values, lengths, formats, 1)
        }
        do throws(PostgreSQLFailure) {
            return try result(handle, sent: sent)
        } catch {
            // "cached plan must not change result type", and a statement somebody between us and the server forgot: prepared anew,
            // the closure's next run succeeds.
            guard error.state == "0A000" || error.state == "26000", statement.columns != nil else { throw error }
            statements.discardAll()
            throw PostgreSQLFailure(state: error.state, isConnectionLost: false, error: .busy)
        }
    }

    /// Waits for the end of what was just sent and answers its last result; throws the first failure.
    @discardableResult
    func result(_ handle: OpaquePointer, sent: Int32) throws(PostgreSQLFailure) -> PostgreSQLResult {
        let limit = isUnlimited ? Int.max / 2_000_000 : settings.statementTimeout + settings.lockTimeout
        var last: PostgreSQLResult?
        var failed: PostgreSQLResult?
        guard sent == 1, flush(handle, limit) else { throw lost() }
        while true {
            guard receive(handle, limit) else { throw failed.map { lost($0) } ?? lost() }
            guard let next = PQgetResult(handle) else { break }
            let result = PostgreSQLResult(next)
            switch result.status {
            case PGRES_COMMAND_OK, PGRES_TUPLES_OK, PGRES_EMPTY_QUERY: last = result
            case PGRES_FATAL_ERROR: failed = failed ?? result
            default: throw lost()  // COPY, which nobody here speaks
            }
        }
        if let failed {
            throw PQstatus(handle) == CONNECTION_OK ? PostgreSQLFailure(failed, isConnectionLost: false) : lost(failed)
        }
        guard let last else { throw lost() }
        return last
    }

    private func flush(_ handle: OpaquePointer, _ limit: Int) -> Bool {
        while true {
            switch PQflush(handle) {
            case 0: return true
            case 1:
                // The server may want to be read before it reads on.
                guard wait(handle, for: POLLIN | POLLOUT, milliseconds: limit), PQconsumeInput(handle) == 1 else { return false }
            default: return false
            }
        }
    }

    /// Waits for a whole result; false when the connection broke or the server took too long.
    private func receive(_ handle: OpaquePointer, _ limit: Int) -> Bool {
        while PQisBusy(handle) == 1 {
            guard wait(handle, for: POLLIN, milliseconds: limit), PQconsumeInput(handle) == 1 else { return false }
        }
        return true
    }

    /// Lets go of a connection that broke, perhaps with the server's last words in `result`.
    private func lost(_ result: PostgreSQLResult? = nil) -> PostgreSQLFailure {
        drop()
        guard let result else { return .lost }
        return PostgreSQLFailure(state: result.field("C"), isConnectionLost: true, error: .unavailable)
    }
}

extension SQL {
    /// Definitions of tables run once, and for a search the planner has to see what is searched: a plan for any word serves none.
    fileprivate var isWorthPreparing: Bool {
        ["SELECT", "INSERT", "UPDATE", "DELETE", "WITH"].contains { text.hasPrefix($0) } && !text.contains(" LIKE ?")
    }
}
