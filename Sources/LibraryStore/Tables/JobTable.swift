internal import Database
package import Library

/// What a job does.
package enum JobKind: String, CaseIterable, Sendable, SQLConvertible {
    /// Makes an asset's thumbnail, card and placeholder.
    case renderThumbnail = "render-thumbnail"
    /// Removes the bytes and then the row of an asset being deleted.
    case finishDeletion = "finish-deletion"
    /// Removes the blobs of versions of an asset that were replaced.
    case removeRetiredBlobs = "remove-retired-blobs"
    /// Copies the current version to where an asset's public address points, in a bucket.
    case refreshPublicCopy = "refresh-public-copy"
    /// Imports what lies in an organization's uploads folder; for its asset it bears the organization's id.
    case importUploads = "import-uploads"
}

/// A job that this process holds the lease of.
package struct ClaimedJob: Sendable {
    package let id: JobID
    package let organizationID: OrganizationID
    package let kind: JobKind
    package let assetID: AssetID
    /// How often it was begun, this time included.
    package let attempts: Int
    /// Grows with each claim: an outcome is recorded only while the fence is still the claimer's.
    package let fence: Int64
}

/// The durable queue: claimed by lease, fenced, bounded in attempts.
package struct JobTable: Sendable {
    let transaction: any Transaction

    /// After this many attempts a job is dead and waits for a person.
    package static let maximumAttempts = 5

    /// Queues a job to run `delaySeconds` of database time from now. One that is queued for the same asset begins anew, also when it
    /// runs at the moment: that run's outcome counts no more.
    package func enqueue(
        _ kind: JobKind, _ asset: AssetID, in organization: OrganizationID, at now: Timestamp, delaySeconds: Int64 = 0
    ) async throws {
        try await transaction.run(
            """
            INSERT INTO job (id, organization_id, kind, asset_id, state, run_at, created_at)
            VALUES (\(JobID.make(at: now)), \(organization), \(kind), \(asset), 'queued',
                \(transaction.dialect.nowMicroseconds) + \(delaySeconds * 1_000_000), \(now))
            ON CONFLICT (kind, asset_id) DO UPDATE
                SET state = 'queued', run_at = excluded.run_at, attempts = 0, fence = job.fence + 1, last_error = NULL
            """)
    }

    /// Queues a job now if there is none, or none but a dead one: one that is queued or runs is left alone.
    package func revive(_ kind: JobKind, _ asset: AssetID, in organization: OrganizationID, at now: Timestamp) async throws {
        try await transaction.run(
            """
            INSERT INTO job (id, organization_id, kind, asset_id, state, run_at, created_at)
            VALUES (\(JobID.make(at: now)), \(organization), \(kind), \(asset), 'queued',
                \(transaction.dialect.nowMicroseconds), \(now))
            ON CONFLICT (kind, asset_id) DO UPDATE
                SET state = 'queued', run_at = excluded.run_at, attempts = 0, fence = job.fence + 1
                WHERE job.state = 'dead'
            """)
    }

    /// Drops one kind of work on an asset that has become pointless.
    package func remove(_ kind: JobKind, of asset: AssetID, in organization: OrganizationID) async throws {
        try await transaction.run(
            "DELETE FROM job WHERE kind = \(kind) AND asset_id = \(asset) AND organization_id = \(organization)")
    }

    /// Leases the job that is due longest for `leaseSeconds` of database time; nil when none is due.
    package func claim(leaseSeconds: Int64) async throws -> ClaimedJob? {
        let now = transaction.dialect.nowMicroseconds
        let lock = SQL(transaction.dialect.forUpdateSkippingLocked)
        return try await transaction.row(
            """
            UPDATE job SET run_at = \(now) + \(leaseSeconds * 1_000_000), attempts = attempts + 1, fence = fence + 1
            WHERE id = (SELECT id FROM job WHERE state = 'queued' AND run_at <= \(now) ORDER BY run_at, id LIMIT 1\(lock))
            RETURNING id, organization_id, kind, asset_id, attempts, fence
            """
        ).map(ClaimedJob.init)
    }

    /// Extends the lease; false when the job was given to somebody else.
    package func heartbeat(_ job: ClaimedJob, leaseSeconds: Int64) async throws -> Bool {
        try await transaction.run(
            """
            UPDATE job SET run_at = \(transaction.dialect.nowMicroseconds) + \(leaseSeconds * 1_000_000)
            WHERE id = \(job.id) AND organization_id = \(job.organizationID) AND fence = \(job.fence)
            """) == 1
    }

    /// Whether the job is still the claimer's.
    package func isHeld(_ job: ClaimedJob) async throws -> Bool {
        try await transaction.row(
            "SELECT 1 AS held FROM job WHERE id = \(job.id) AND organization_id = \(job.organizationID) AND fence = \(job.fence)")
            != nil
    }

    /// Removes a finished job; false when the lease was lost and its outcome must not count.
    package func complete(_ job: ClaimedJob) async throws -> Bool {
        try await transaction.run(
            "DELETE FROM job WHERE id = \(job.id) AND organization_id = \(job.organizationID) AND fence = \(job.fence)") == 1
    }

    /// Records a failed attempt: due again after `delaySeconds`, or dead once the attempts are used up.
    package func fail(_ job: ClaimedJob, reason: String, delaySeconds: Int64) async throws {
        let state = job.attempts >= Self.maximumAttempts ? "dead" : "queued"
        try await transaction.run(
            """
            UPDATE job SET state = \(state), last_error = \(reason),
                run_at = \(transaction.dialect.nowMicroseconds) + \(delaySeconds * 1_000_000)
            WHERE id = \(job.id) AND organization_id = \(job.organizationID) AND fence = \(job.fence)
            """)
    }

    /// Drops the jobs of an asset that is gone.
    package func remove(of asset: AssetID, in organization: OrganizationID) async throws {
        try await transaction.run(
            """
            DELETE FROM job
            WHERE kind IN (\(SQL.list(JobKind.allCases))) AND asset_id = \(asset) AND organization_id = \(organization)
            """)
    }

    /// How many jobs are queued and how many are dead, over all organizations, for metrics.
    package func depth() async throws -> (queued: Int, dead: Int) {
        var depth = (queued: 0, dead: 0)
        for row in try await transaction.rows("SELECT state, COUNT(*) AS jobs FROM job GROUP BY state") {
            let count: Int = try row.get("jobs")
            if try row.get("state", as: String.self) == "dead" { depth.dead = count } else { depth.queued = count }
        }
        return depth
    }
}

extension ClaimedJob {
    fileprivate init(_ row: Row) throws {
        id = try row.get("id")
        organizationID = try row.get("organization_id")
        kind = try row.get("kind")
        assetID = try row.get("asset_id")
        attempts = try row.get("attempts")
        fence = try row.get("fence")
    }
}
