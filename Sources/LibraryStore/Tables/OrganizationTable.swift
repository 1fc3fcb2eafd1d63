internal import Database
package import Library

/// Organizations and their quota counters.
package struct OrganizationTable: Sendable {
    let transaction: any Transaction

    static let columns = SQL(
        """
        organization.id AS organization_id, slug, organization.name AS name, plan, profile, policy_overrides, max_file_bytes,
        max_storage_bytes, used_bytes, reserved_bytes,
        allowed_origins, revision, logo_provider, logo_bucket, logo_key, logo_mime_type, logo_byte_size, logo_checksum, logo_updated_at,
        organization.created_at AS organization_created_at,
        (SELECT plan_limit.max_file_bytes FROM plan_limit WHERE plan_limit.plan = organization.plan) AS plan_file_bytes,
        (SELECT plan_limit.max_storage_bytes FROM plan_limit WHERE plan_limit.plan = organization.plan) AS plan_storage_bytes
        """)

    package func insert(_ organization: Organization) async throws {
        try await transaction.run(
            """
            INSERT INTO organization (id, slug, name, plan, profile, max_file_bytes, max_storage_bytes, created_at)
            VALUES (\(organization.id), \(organization.slug), \(organization.name), \(organization.plan), \(organization.profile),
                \(organization.maxFileBytesOverride), \(organization.maxStorageBytesOverride), \(organization.createdAt))
            """)
    }

    package func find(slug: String) async throws -> Organization? {
        guard slug.isStorable else { return nil }
        return try await transaction.row("SELECT \(Self.columns) FROM organization WHERE slug = \(slug)").map(Organization.init)
    }

    package func find(_ id: OrganizationID) async throws -> Organization? {
        try await transaction.row("SELECT \(Self.columns) FROM organization WHERE id = \(id)").map(Organization.init)
    }

    /// The organization an asset belongs to, whatever the asset's status; nil for one that belongs to none.
    package func owner(of asset: AssetID) async throws -> Organization? {
        try await transaction.row(
            "SELECT \(Self.columns) FROM organization WHERE id = (SELECT organization_id FROM asset WHERE id = \(asset))"
        ).map(Organization.init)
    }

    /// All of them, by slug.
    package func all() async throws -> [Organization] {
        try await transaction.rows("SELECT \(Self.columns) FROM organization ORDER BY slug").map(Organization.init)
    }

    /// Lets nobody else change the organization's assets, intents, counters and quota until the transaction ends.
    ///
    /// The first statement of every write that reads or changes any of them: the fixed order is this, then assets
    /// (``AssetTable/findLocked(_:in:)``, several in the order of their ids), then the rest (ARCHITECTURE, "Transactions"). On SQLite
    /// writers are alone anyway. False when the organization was deleted: rows of it are found by no query that names it.
    @discardableResult
    package func lock(_ id: OrganizationID) async throws -> Bool {
        let lock = transaction.dialect.forNoKeyUpdate
        return try await transaction.row("SELECT 1 AS locked FROM organization WHERE id = \(id)\(raw: lock)") != nil
    }

    /// Writes the settings of `organization`: name, plan, profile, own policy values, overrides of limits and allowed origins.
    package func updateSettings(_ organization: Organization) async throws {
        try await transaction.run(
            """
            UPDATE organization SET name = \(organization.name), plan = \(organization.plan), profile = \(organization.profile),
                policy_overrides = \(organization.policyOverridesText), max_file_bytes = \(organization.maxFileBytesOverride), max_storage_bytes = \(organization.maxStorageBytesOverride),
                allowed_origins = \(organization.allowedOrigins.joined(separator: "\n")),
                revision = revision + 1
            WHERE id = \(organization.id)
            """)
        try await replaceOrigins(of: organization)
    }

    /// Holds `bytes` of quota if `used + reserved + bytes` stays within `limit`; false when it would not (M14).
    package func reserve(_ bytes: Int64, limit: Int64, in organization: OrganizationID) async throws -> Bool {
        try await transaction.run(
            """
            UPDATE organization SET reserved_bytes = reserved_bytes + \(bytes)
            WHERE id = \(organization) AND used_bytes + reserved_bytes + \(bytes) <= \(limit)
            """) == 1
    }

    /// Turns a reservation into use: false when what arrived exceeds the reservation and does not fit within `limit`.
    package func settle(reserved: Int64, used: Int64, limit: Int64, in organization: OrganizationID) async throws -> Bool {
        try await transaction.run(
            """
            UPDATE organization SET reserved_bytes = reserved_bytes - \(reserved), used_bytes = used_bytes + \(used)
            WHERE id = \(organization) AND (\(used) <= \(reserved) OR used_bytes + reserved_bytes - \(reserved) + \(used) <= \(limit))
            """) == 1
    }

    /// Gives `bytes` of a reservation back.
    package func release(_ bytes: Int64, in organization: OrganizationID) async throws {
        try await transaction.run("UPDATE organization SET reserved_bytes = reserved_bytes - \(bytes) WHERE id = \(organization)")
    }

    /// Moves the used total by `delta` bytes.
    package func changeUsed(by delta: Int64, in organization: OrganizationID) async throws {
        try await transaction.run("UPDATE organization SET used_bytes = used_bytes + \(delta) WHERE id = \(organization)")
    }
}

extension Organization {
    init(_ row: Row) throws {
        let plan: Plan = try row.get("plan")
        var planLimits = plan.limits
        planLimits.maxFileBytes = try row.get("plan_file_bytes") ?? planLimits.maxFileBytes
        planLimits.maxStorageBytes = try row.get("plan_storage_bytes") ?? planLimits.maxStorageBytes
        self.init(
            id: try row.get("organization_id"), slug: try row.get("slug"), name: try row.get("name"), plan: plan,
            planLimits: planLimits, profile: try row.get("profile"),
            policyOverrides: Self.policyOverrides(from: try row.get("policy_overrides")),
            maxFileBytesOverride: try row.get("max_file_bytes"),
            maxStorageBytesOverride: try row.get("max_storage_bytes"), usedBytes: try row.get("used_bytes"),
            reservedBytes: try row.get("reserved_bytes"), logo: try OrganizationLogo(row),
            allowedOrigins: Self.origins(from: try row.get("allowed_origins")), revision: try row.get("revision"),
            createdAt: try row.get("organization_created_at"))
    }

    private static func origins(from text: String) -> [String] { text.split(separator: "\n").map(String.init) }

    /// One `key=value` line an override; no value holds a line break.
    fileprivate var policyOverridesText: String {
        policyOverrides.map { "\($0.key.rawValue)=\($0.value)" }.sorted().joined(separator: "\n")
    }

    private static func policyOverrides(from text: String) -> [PolicyKey: String] {
        var values: [PolicyKey: String] = [:]
        for line in text.split(separator: "\n") {
            let halves = line.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
            guard halves.count == 2, let key = PolicyKey(rawValue: String(halves[0])) else { continue }
            values[key] = String(halves[1])
        }
        return values
    }
}
