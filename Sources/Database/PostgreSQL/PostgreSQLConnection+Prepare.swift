internal import CPostgres

extension PostgreSQLConnection {
    /// The statement for `sql` with values of `types`, prepared now if it is not yet.
    func prepared(_ sql: SQL, _ types: [Oid], _ handle: OpaquePointer) throws(PostgreSQLFailure) -> PostgreSQLStatement {
        if let statement = statements.statement(for: sql.text, types) { return statement }
        let text = sql.text { "$\($0)" }
        let name = statements.makeName()
        let statement =
            types.contains(0)
            ? try prepareGuessing(name, text, types, handle)
            : PostgreSQLStatement(name: name, types: try prepare(name, text, types, handle))
        statements.insert(statement, for: sql.text)
        return statement
    }

    @discardableResult
    private func prepare(
        _ name: String, _ text: String, _ types: [Oid], _ handle: OpaquePointer
    ) throws(PostgreSQLFailure) -> [Oid] {
        try result(handle, sent: PQsendPrepare(handle, name, text, Int32(types.count), types))
        return types
    }

    /// Lets the server say which types the NULLs among the values have. Where the statement does not tell it (`$1 IS NULL`) it is
    /// text, which must not cost the transaction.
    private func prepareGuessing(
        _ name: String, _ text: String, _ types: [Oid], _ handle: OpaquePointer
    ) throws(PostgreSQLFailure) -> PostgreSQLStatement {
        try command("SAVEPOINT preparing", handle)
        do throws(PostgreSQLFailure) {
            try prepare(name, text, types, handle)
        } catch {
            guard error.state == "42P18" else { throw error }
            try command("ROLLBACK TO SAVEPOINT preparing", handle)
            try prepare(name, text, types.map { $0 == 0 ? PostgreSQLType.text : $0 }, handle)
        }
        try command("RELEASE SAVEPOINT preparing", handle)
        let description = try result(handle, sent: PQsendDescribePrepared(handle, name))
        return PostgreSQLStatement(name: name, types: description.parameterTypes)
    }

    /// Lets the server forget the statements that were discarded. Call outside a transaction.
    func deallocateDiscarded(_ handle: OpaquePointer) throws(PostgreSQLFailure) {
        for name in statements.discarded {
            do throws(PostgreSQLFailure) {
                try command("DEALLOCATE \(name)", handle)
            } catch {
                if error.isConnectionLost { throw error }  // else it was forgotten already
            }
        }
        statements.forgetDiscarded()
    }
}
