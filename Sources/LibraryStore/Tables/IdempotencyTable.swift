internal import Database
package import Library

/// What requests with an `Idempotency-Key` have come to, for 24 hours of the database's clock.
///
/// Rows are found by the hash of organization, caller and key, which no two organizations share.
package struct IdempotencyTable: Sendable {
    let transaction: any Transaction

    /// How long a claim holds that is not renewed.
    package static let leaseSeconds: Int64 = 60
    static let lifetimeSeconds: Int64 = 86_400

    /// What somebody else made of a key.
    package enum Taken: Sendable {
        /// The lease ends in so many seconds; the hash is nil while the body is being read.
        case inProgress(requestHash: [UInt8]?, leaseSeconds: Int64)
        case settled(SettledRequest)
    }

    /// Claims the key; nil when it is the caller's now. A claim whose lease ran out before it came to anything is taken over.
    package func claim(
        _ keyHash: [UInt8], fence: Int64, requestHash: [UInt8]?, in organization: OrganizationID?
    ) async throws -> Taken? {
        let now = transaction.dialect.nowMicroseconds
        let claimed = try await transaction.run(
            """
            INSERT INTO idempotency_key (key_hash, organization_id, request_hash, fence, lease_expires_at, expires_at)
            VALUES (\(keyHash), \(organization), \(requestHash), \(fence), \(now) + \(Self.leaseSeconds * 1_000_000),
                \(now) + \(Self.lifetimeSeconds * 1_000_000))
            ON CONFLICT (key_hash) DO UPDATE
                SET request_hash = excluded.request_hash, fence = excluded.fence, lease_expires_at = excluded.lease_expires_at,
                    subject_id = NULL, response = NULL, expires_at = excluded.expires_at
                WHERE idempotency_key.expires_at <= \(now)
                    OR (idempotency_key.subject_id IS NULL AND idempotency_key.response IS NULL
                        AND idempotency_key.lease_expires_at <= \(now))
            """)
        if claimed > 0 { return nil }
        let row = try await transaction.row(
            """
            SELECT request_hash, subject_id, response, lease_expires_at - \(now) AS lease_left FROM idempotency_key
            WHERE key_hash = \(keyHash)
            """)
        guard let row else { return .inProgress(requestHash: nil, leaseSeconds: 0) }  // released this very moment
        return try Taken(row)
    }

    /// Lets the claim hold on; a claim that was lost stays lost.
    package func renew(_ claim: IdempotencyClaim) async throws {
        let now = transaction.dialect.nowMicroseconds
        try await transaction.run(
            """
            UPDATE idempotency_key SET lease_expires_at = \(now) + \(Self.leaseSeconds * 1_000_000)
            WHERE key_hash = \(claim.keyHash) AND fence = \(claim.fence)
            """)
    }

    /// Notes what the request made, in the transaction that makes it; false when the claim was taken over.
    package func settle(_ claim: IdempotencyClaim, as subject: SubjectID) async throws -> Bool {
        try await transaction.run(
            """
            UPDATE idempotency_key SET subject_id = \(subject), request_hash = \(claim.requestHash())
            WHERE key_hash = \(claim.keyHash) AND fence = \(claim.fence) AND subject_id IS NULL
            """) == 1
    }

    /// Keeps the answer, sealed.
    package func finish(_ claim: IdempotencyClaim, answer: [UInt8]) async throws {
        try await transaction.run(
            """
            UPDATE idempotency_key SET response = \(answer), request_hash = \(claim.requestHash())
            WHERE key_hash = \(claim.keyHash) AND fence = \(claim.fence)
            """)
    }

    /// Gives the key up, unless the request made something after all.
    package func release(_ claim: IdempotencyClaim) async throws {
        try await transaction.run(
            "DELETE FROM idempotency_key WHERE key_hash = \(claim.keyHash) AND fence = \(claim.fence) AND subject_id IS NULL")
    }

    /// Forgets what is over 24 hours old; how many requests that were.
    package func deleteExpired() async throws -> Int {
        try await transaction.run("DELETE FROM idempotency_key WHERE expires_at <= \(transaction.dialect.nowMicroseconds)")
    }
}

extension IdempotencyTable.Taken {
    fileprivate init(_ row: Row) throws {
        let requestHash: [UInt8]? = try row.get("request_hash")
        let subject: SubjectID? = try row.get("subject_id")
        let answer: [UInt8]? = try row.get("response")
        if subject != nil || answer != nil {
            self = .settled(SettledRequest(requestHash: requestHash ?? [], subject: subject, answer: answer))
        } else {
            let microseconds: Int64 = try row.get("lease_left")
            self = .inProgress(requestHash: requestHash, leaseSeconds: max(0, microseconds / 1_000_000))
        }
    }
}
