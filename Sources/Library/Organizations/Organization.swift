/// The tenant: it owns assets, members and a quota (001 says workspace, 002 says site).
package struct Organization: Sendable {
    package let id: OrganizationID
    package var slug: String
    package var name: String
    package var plan: Plan
    /// What the plan allows on this server.
    package var planLimits: Limits
    package var profile: Profile
    /// Single values of the profile's policy that an owner has set otherwise.
    package var policyOverrides: [PolicyKey: String]
    /// Overrides of the plan's limits; nil follows the plan (M14).
    package var maxFileBytesOverride: Int64?
    package var maxStorageBytesOverride: Int64?
    /// Bytes of stored originals, kept by the transaction that changes an asset; thumbnails never count (M14).
    package var usedBytes: Int64
    /// Bytes promised to uploads that have not finished.
    package var reservedBytes: Int64
    /// Nil where none was uploaded; its bytes do not count to the quota (M66).
    package var logo: OrganizationLogo?
    /// The origins of other sites whose pages may use its API with a token, as ``AllowedOrigin`` writes them.
    package var allowedOrigins: [String]
    /// Grows with every change of settings or logo.
    package var revision: Int64
    package let createdAt: Timestamp

    package init(
        id: OrganizationID, slug: String, name: String, plan: Plan, planLimits: Limits? = nil, profile: Profile,
        policyOverrides: [PolicyKey: String] = [:], maxFileBytesOverride: Int64? = nil,
        maxStorageBytesOverride: Int64? = nil, usedBytes: Int64 = 0, reservedBytes: Int64 = 0, logo: OrganizationLogo? = nil,
        allowedOrigins: [String] = [], revision: Int64 = 1, createdAt: Timestamp
    ) {
        self.id = id
        self.slug = slug
        self.name = name
        self.plan = plan
        self.planLimits = planLimits ?? plan.limits
        self.profile = profile
        self.policyOverrides = policyOverrides
        self.maxFileBytesOverride = maxFileBytesOverride
        self.maxStorageBytesOverride = maxStorageBytesOverride
        self.usedBytes = usedBytes
        self.reservedBytes = reservedBytes
        self.logo = logo
        self.allowedOrigins = allowedOrigins
        self.revision = revision
        self.createdAt = createdAt
    }

    /// The largest file this organization takes: its plan's or its override, and never more than its profile's.
    package var maxFileBytes: Int64 {
        let planned = maxFileBytesOverride ?? planLimits.maxFileBytes
        return min(planned, policy.largestFileBytes ?? planned)
    }

    /// The most bytes all its originals may take together.
    package var maxStorageBytes: Int64 { maxStorageBytesOverride ?? planLimits.maxStorageBytes }

    /// The rules in force: the profile's, and the owner's own values over them.
    package var policy: Policy { profile.policy.overridden(by: policyOverrides) }

    /// Names this state of the settings and the logo, as a strong HTTP entity tag.
    package var entityTag: String { "\"o\(revision)\"" }

    /// Refuses a slug that could not stand in an address: 2–63 of `a–z 0–9 -`, starting and ending with a letter or digit.
    package static func checkSlug(_ slug: String) throws(OrganizationError) {
        let bytes = Array(slug.utf8)
        let isPlain = bytes.allSatisfy { byte in
            (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte) || (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte)
                || byte == UInt8(ascii: "-")
        }
        guard (2...63).contains(bytes.count), isPlain, !slug.hasPrefix("-"), !slug.hasSuffix("-") else {
            throw .invalidSlug(slug)
        }
    }
}
