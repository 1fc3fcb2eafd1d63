extension SQLiteConnection {
    enum Mode: String {
        case read = "BEGIN DEFERRED"
        case write = "BEGIN IMMEDIATE"
    }

    /// How often a closure is run when the database says busy after its transaction began.
    private static let attempts = 3

    /// Runs `body` in a transaction. Call on `thread`, holding the connection.
    func transaction<T: Sendable>(_ mode: Mode, _ body: @Sendable (any Transaction) async throws -> T) async throws -> T {
        for attempt in 1... {
            try begin(mode)
            do {
                let result = try await body(SQLiteTransaction(connection: self, number: transactionNumber))
                try commit()
                return result
            } catch {
                rollBack()
                guard let error = error as? DatabaseError, error == .busy, attempt < Self.attempts else { throw error }
            }
        }
        throw DatabaseError.busy
    }

    private func begin(_ mode: Mode) throws(DatabaseError) {
        if isInTransaction { rollBack() }  // an earlier ROLLBACK failed
        failure = nil
        transactionNumber += 1
        try execute(SQL(mode.rawValue))
    }

    private func commit() throws(DatabaseError) {
        defer { transactionNumber += 1 }
        if let failure { throw failure }
        guard isInTransaction else { throw .unavailable }
        do throws(DatabaseError) {
            try execute("COMMIT")
        } catch .io {
            // The commit record may be in the log though the sync failed, and recovery after a crash would honour it.
            throw .commitUnknown
        }
    }

    private func rollBack() {
        transactionNumber += 1
        if isInTransaction { _ = try? execute("ROLLBACK") }  // on failure `begin` tries again before anything else runs
    }
}
