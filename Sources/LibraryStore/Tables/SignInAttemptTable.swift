internal import Database

/// How often signing in was tried of late, by the digest of what is counted; windows are measured by the database's clock (M4).
package struct SignInAttemptTable: Sendable {
    let transaction: any Transaction

    /// One key's count, the latest attempt included.
    package struct Count: Sendable {
        package let attempts: Int
        /// Until the window ends and the count begins anew; at least 1.
        package let secondsLeft: Int64
        /// Names the window, for ``SignInAttemptTable/takeOff(_:of:)``.
        package let windowEndsAt: Int64
    }

    /// Counts one attempt under `key` and answers how many there are in its window, which the first of them opens.
    ///
    /// Locks the key's row until the transaction ends: whoever counts several does so in an order that is the same for all.
    package func count(_ key: [UInt8], windowSeconds: Int64) async throws -> Count {
        let now = transaction.dialect.nowMicroseconds
        let row = try await transaction.row(
            """
            INSERT INTO sign_in_attempt (key_hash, attempts, window_ends_at)
            VALUES (\(key), 1, \(now) + \(windowSeconds * 1_000_000))
            ON CONFLICT (key_hash) DO UPDATE SET
                attempts = CASE WHEN sign_in_attempt.window_ends_at <= \(now) THEN 1 ELSE sign_in_attempt.attempts + 1 END,
                window_ends_at = CASE WHEN sign_in_attempt.window_ends_at <= \(now) THEN excluded.window_ends_at
                    ELSE sign_in_attempt.window_ends_at END
            RETURNING attempts, window_ends_at, \(now) AS counted_at
            """)
        guard let row else { throw DatabaseError.notFoundColumn("attempts") }
        return try Count(row)
    }

    /// Forgets all attempts under `key`.
    package func clear(_ key: [UInt8]) async throws {
        try await transaction.run("DELETE FROM sign_in_attempt WHERE key_hash = \(key)")
    }

    /// Takes one attempt off `key` again, unless its window has ended meanwhile.
    package func takeOff(_ key: [UInt8], of window: Int64) async throws {
        try await transaction.run(
            """
            UPDATE sign_in_attempt SET attempts = attempts - 1
            WHERE key_hash = \(key) AND window_ends_at = \(window) AND attempts > 0
            """)
    }

    /// Removes up to `limit` rows whose window has ended; waits for none that somebody else is counting under.
    package func removeExpired(limit: Int = 100) async throws {
        let lock = SQL(transaction.dialect.forUpdateSkippingLocked)
        try await transaction.run(
            """
            DELETE FROM sign_in_attempt WHERE key_hash IN (
                SELECT key_hash FROM sign_in_attempt WHERE window_ends_at <= \(transaction.dialect.nowMicroseconds)
                LIMIT \(limit)\(lock))
            """)
    }
}

extension SignInAttemptTable.Count {
    fileprivate init(_ row: Row) throws {
        let (end, countedAt): (Int64, Int64) = (try row.get("window_ends_at"), try row.get("counted_at"))
        attempts = try row.get("attempts")
        secondsLeft = max(1, (end - countedAt + 999_999) / 1_000_000)
        windowEndsAt = end
    }
}
