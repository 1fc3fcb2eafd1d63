internal import CPostgres
internal import Glibc
internal import Platform

extension PostgreSQLConnection {
    enum Mode: String {
        case read = "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY"
        /// Who reads what it then changes locks it first (`docs/decisions/006-postgresql-transactions.md`).
        case write = "BEGIN ISOLATION LEVEL READ COMMITTED"
    }

    /// How often a closure is run when transactions conflict.
    private static let attempts = 6

    /// Runs `body` in a transaction. Call on `thread`, holding the connection.
    func transaction<T: Sendable>(_ mode: Mode, _ body: @Sendable (any Transaction) async throws -> T) async throws -> T {
        // Waits for locks add up; whoever waited this long is told so.
        let end = monotonicMilliseconds() + UInt64(settings.lockTimeout) * 2
        for attempt in 1...Self.attempts {
            try begin(mode)
            do {
                let result = try await body(PostgreSQLTransaction(connection: self, number: transactionNumber))
                try commit(mode)
                return result
            } catch {
                rollBack()
                guard let error = error as? DatabaseError, error == .busy, attempt < Self.attempts, monotonicMilliseconds() < end
                else { throw error }
            }
            pause(attempt)
        }
        throw DatabaseError.busy
    }

    /// A connection that broke while nobody used it is replaced, which costs no change.
    private func begin(_ mode: Mode) throws(DatabaseError) {
        failure = nil
        isUnlimited = false
        transactionNumber += 1
        if isBroken { drop() }
        let isUsed = handle != nil
        do throws(PostgreSQLFailure) {
            try open(mode, connected: try connectedOrFailed())
        } catch {
            guard error.isConnectionLost, isUsed else { throw error.error }
            do throws(PostgreSQLFailure) {
                try open(mode, connected: try connectedOrFailed())
            } catch {
                throw error.error
            }
        }
    }

    private func connectedOrFailed() throws(PostgreSQLFailure) -> OpaquePointer {
        do throws(DatabaseError) {
            return try connected()
        } catch {
            throw PostgreSQLFailure(state: nil, isConnectionLost: false, error: error)
        }
    }

    private func open(_ mode: Mode, connected handle: OpaquePointer) throws(PostgreSQLFailure) {
        try deallocateDiscarded(handle)
        try command(mode.rawValue, handle)
    }

    private func commit(_ mode: Mode) throws(DatabaseError) {
        defer { transactionNumber += 1 }
        if let failure { throw failure }
        if mode == .read { return rollBack() }  // the closure has what it read
        // What is known to be broken before anything was sent has changed nothing.
        guard !isBroken, let handle else {
            drop()
            throw .unavailable
        }
        do throws(PostgreSQLFailure) {
            let result = try command("COMMIT", handle)
            guard result.command == "COMMIT" else {
                throw PostgreSQLFailure(state: nil, isConnectionLost: false, error: .unavailable)
            }
        } catch {
            throw error.isConnectionLost ? .commitUnknown : error.error
        }
    }

    private func rollBack() {
        transactionNumber += 1
        guard let handle, PQtransactionStatus(handle) != PQTRANS_IDLE else { return }
        do throws(PostgreSQLFailure) { try command("ROLLBACK", handle) } catch { drop() }
    }

    /// Random, so that no two keep step.
    private func pause(_ attempt: Int) { usleep(UInt32.random(in: 1000...UInt32(8000 << min(attempt, 4)))) }
}
