internal import Database
package import Library

/// Promises of blobs (ARCHITECTURE, "Blob and row"): leases run by the database's clock.
package struct IntentTable: Sendable {
    let transaction: any Transaction

    /// How long an intent lives without renewal, in seconds.
    package static let leaseSeconds: Int64 = 120

    /// Records the promise; `job` may take it over should this attempt die. Throws `uniqueViolation` while another holds the key.
    package func insert(_ intent: PublishIntent, for job: JobID? = nil) async throws {
        try await transaction.run(
            """
            INSERT INTO publish_intent (id, organization_id, storage_key, reserved_bytes, lease_expires_at, job_id)
            VALUES (\(intent.id), \(intent.organizationID), \(intent.key), \(intent.reservedBytes), \(leaseEnd),
                \(job ?? intent.upload.map { JobID(rawValue: $0.rawValue) }))
            """)
    }

    /// Removes what an earlier attempt of `job` left on `key`, or anybody whose lease ran out; never what holds quota.
    package func takeOver(_ key: String, by job: JobID, in organization: OrganizationID) async throws {
        try await transaction.run(
            """
            DELETE FROM publish_intent WHERE storage_key = \(key) AND organization_id = \(organization) AND reserved_bytes = 0
                AND (job_id = \(job) OR lease_expires_at <= \(now))
            """)
    }

    /// Renews the lease and lets nobody take the key over any more, before its blob is removed; false when the intent is gone.
    package func seal(_ id: IntentID, in organization: OrganizationID) async throws -> Bool {
        try await transaction.run(
            """
            UPDATE publish_intent SET lease_expires_at = \(leaseEnd), job_id = NULL
            WHERE id = \(id) AND organization_id = \(organization)
            """) == 1
    }

    /// Extends a live lease; false when the intent is gone.
    package func renew(_ id: IntentID, in organization: OrganizationID) async throws -> Bool {
        try await transaction.run(
            "UPDATE publish_intent SET lease_expires_at = \(leaseEnd) WHERE id = \(id) AND organization_id = \(organization)")
            == 1
    }

    /// Adds to what the intent has reserved, once the organization's counter has it.
    package func extend(_ id: IntentID, by bytes: Int64, in organization: OrganizationID) async throws -> Bool {
        try await transaction.run(
            """
            UPDATE publish_intent SET reserved_bytes = reserved_bytes + \(bytes), lease_expires_at = \(leaseEnd)
            WHERE id = \(id) AND organization_id = \(organization)
            """) == 1
    }

    /// Removes the intent and answers what it had reserved; nil when it is gone: the caller must not go on.
    package func take(_ id: IntentID, in organization: OrganizationID) async throws -> Int64? {
        try await transaction.row(
            "DELETE FROM publish_intent WHERE id = \(id) AND organization_id = \(organization) RETURNING reserved_bytes"
        ).map { try $0.get("reserved_bytes") }
    }

    /// The same of an intent that may have its quota from an upload.
    package func remove(_ id: IntentID, in organization: OrganizationID) async throws -> PublishIntent? {
        try await transaction.row(
            """
            DELETE FROM publish_intent WHERE id = \(id) AND organization_id = \(organization)
            RETURNING id, organization_id, storage_key, reserved_bytes, job_id
            """
        ).map(PublishIntent.init)
    }

    /// Whether an attempt to make an asset of `upload` gave a sign of life within `seconds`.
    package func isBeingFinished(_ upload: UploadID, within seconds: Int64, in organization: OrganizationID) async throws -> Bool
    {
        let since = (Self.leaseSeconds - seconds) * 1_000_000
        return try await transaction.row(
            """
            SELECT 1 AS found FROM publish_intent
            WHERE organization_id = \(organization) AND job_id = \(upload) AND reserved_bytes > 0
                AND lease_expires_at > \(now) + \(since)
            """) != nil
    }

    /// Lets the attempt to make an asset of `upload` live on.
    package func renew(finishing upload: UploadID, in organization: OrganizationID) async throws {
        try await transaction.run(
            """
            UPDATE publish_intent SET lease_expires_at = \(leaseEnd)
            WHERE organization_id = \(organization) AND job_id = \(upload) AND reserved_bytes > 0
            """)
    }

    /// Ends earlier attempts to make an asset of `upload` and answers the quota they held. Their intents stay without it, as long as
    /// any abandoned one: their bytes are there still.
    package func disown(finishing upload: UploadID, in organization: OrganizationID) async throws -> Int64 {
        let attempts: SQL = "organization_id = \(organization) AND job_id = \(upload) AND reserved_bytes > 0"
        let held = try await transaction.rows("SELECT reserved_bytes FROM publish_intent WHERE \(attempts)")
        try await transaction.run("UPDATE publish_intent SET reserved_bytes = 0, job_id = NULL WHERE \(attempts)")
        return try held.reduce(0) { $0 + (try $1.get("reserved_bytes", as: Int64.self)) }
    }

    /// Removes the abandoned intents of an organization and answers them; the caller releases their reservations.
    ///
    /// Abandoned means: the lease has run out or, for a grace shorter than the lease, was last renewed longer ago than that.
    package func takeAbandoned(in organization: OrganizationID, graceSeconds: Int64) async throws -> [PublishIntent] {
        let shortening = max(0, Self.leaseSeconds - graceSeconds) * 1_000_000
        return try await transaction.rows(
            """
            DELETE FROM publish_intent WHERE organization_id = \(organization) AND lease_expires_at <= \(now) + \(shortening)
            RETURNING id, organization_id, storage_key, reserved_bytes, job_id
            """
        ).map(PublishIntent.init)
    }

    /// Whether anything is being published, or removed, under a key that begins with `prefix` and is not `exception`.
    package func isAny(under prefix: String, except exception: String, in organization: OrganizationID) async throws -> Bool {
        try await transaction.row(
            """
            SELECT 1 AS found FROM publish_intent
            WHERE organization_id = \(organization) AND storage_key >= \(prefix) AND storage_key < \(prefix + "\u{7f}")
                AND storage_key <> \(exception) LIMIT 1
            """) != nil
    }

    /// Removes the intents under `prefix` whose lease ran out and answers what they had reserved, for the caller to release.
    package func takeExpired(under prefix: String, in organization: OrganizationID) async throws -> Int64 {
        try await transaction.rows(
            """
            DELETE FROM publish_intent WHERE organization_id = \(organization) AND lease_expires_at <= \(now)
                AND storage_key >= \(prefix) AND storage_key < \(prefix + "\u{7f}")
            RETURNING reserved_bytes
            """
        ).reduce(0) { $0 + (try $1.get("reserved_bytes", as: Int64.self)) }
    }

    package func all(in organization: OrganizationID) async throws -> [PublishIntent] {
        try await transaction.rows(
            """
            SELECT id, organization_id, storage_key, reserved_bytes, job_id FROM publish_intent WHERE organization_id = \(organization)
            ORDER BY storage_key
            """
        ).map(PublishIntent.init)
    }

    /// Whether a row or a live intent needs the blob under `key`. One that waits for its removal counts: nobody else removes it.
    package func isKeyNeeded(_ key: String) async throws -> Bool {
        if try await isPublicCopy(key) { return true }
        if try await UploadTable(transaction: transaction).isKeyNeeded(key) { return true }
        return try await transaction.row(
            """
            SELECT 1 AS needed WHERE EXISTS (SELECT 1 FROM asset WHERE storage_key = \(key))
                OR EXISTS (SELECT 1 FROM rendition WHERE storage_key = \(key))
                OR EXISTS (SELECT 1 FROM retired_blob WHERE storage_key = \(key))
                OR EXISTS (SELECT 1 FROM organization WHERE logo_key = \(key))
                OR EXISTS (SELECT 1 FROM global_blob WHERE storage_key = \(key))
                OR EXISTS (SELECT 1 FROM publish_intent WHERE storage_key = \(key))
            """) != nil
    }

    /// Whether an asset's public address points straight at this key of a bucket: the bytes under it are the asset's, of whatever
    /// version they are.
    private func isPublicCopy(_ key: String) async throws -> Bool {
        guard let name = AssetKey(key), name.version == 1, name.rendition == nil else { return false }
        return try await transaction.row(
            """
            SELECT 1 AS found FROM asset
            WHERE id = \(name.asset) AND (organization_id = \(name.organization) OR former_organization_id = \(name.organization))
                AND public_url NOT LIKE '/%' AND public_url LIKE \("%/" + key)
            """) != nil
    }

    private var now: SQL { transaction.dialect.nowMicroseconds }
    private var leaseEnd: SQL { "\(now) + \(Self.leaseSeconds * 1_000_000)" }
}

extension PublishIntent {
    fileprivate init(_ row: Row) throws {
        self.init(
            id: try row.get("id"), organizationID: try row.get("organization_id"), key: try row.get("storage_key"),
            reservedBytes: try row.get("reserved_bytes"), for: try row.get("job_id"))
    }
}
