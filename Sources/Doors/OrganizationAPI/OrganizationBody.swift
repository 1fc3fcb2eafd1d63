internal import Library

/// An organization as `/organization` answers it.
struct OrganizationBody: Encodable {
    struct Limits: Encodable {
        let maxFileBytes: Int64
        let maxStorageBytes: Int64

        init(_ organization: Organization) {
            maxFileBytes = organization.maxFileBytes
            maxStorageBytes = organization.maxStorageBytes
        }
    }

    /// Limits set in place of the plan's; null follows the plan.
    private struct OwnLimits: Encodable {
        let limits: LimitOverrides

        private enum Key: String, CodingKey { case maxFileBytes, maxStorageBytes }

        func encode(to encoder: any Encoder) throws {
            var body = encoder.container(keyedBy: Key.self)
            try body.encode(limits.maxFileBytes, forKey: .maxFileBytes)
            try body.encode(limits.maxStorageBytes, forKey: .maxStorageBytes)
        }
    }

    private let organization: Organization
    private let logoURL: String?

    init(_ organization: Organization, _ exchange: Exchange) {
        self.organization = organization
        logoURL = organization.logo.map { exchange.absolute($0.publicPath) }
    }

    private enum Key: String, CodingKey {
        case id, slug, name, plan, profile, logoUrl, limits, limitOverrides, policy, policyOverrides, allowedOrigins, usedBytes,
            reservedBytes
    }

    /// Absent values are written as null.
    func encode(to encoder: any Encoder) throws {
        var body = encoder.container(keyedBy: Key.self)
        try body.encode(organization.id.description, forKey: .id)
        try body.encode(organization.slug, forKey: .slug)
        try body.encode(organization.name, forKey: .name)
        try body.encode(organization.plan.rawValue, forKey: .plan)
        try body.encode(organization.profile.rawValue, forKey: .profile)
        try body.encode(logoURL, forKey: .logoUrl)
        try body.encode(Limits(organization), forKey: .limits)
        let own = LimitOverrides(
            maxFileBytes: organization.maxFileBytesOverride, maxStorageBytes: organization.maxStorageBytesOverride)
        try body.encode(OwnLimits(limits: own), forKey: .limitOverrides)
        let policy = organization.policy
        let rules = PolicyKey.allCases.map { ($0.rawValue, PolicyValue(text: policy.text(of: $0))) }
        try body.encode(Dictionary(uniqueKeysWithValues: rules), forKey: .policy)
        let overrides = organization.policyOverrides.map { ($0.key.rawValue, PolicyValue(text: $0.value)) }
        try body.encode(Dictionary(uniqueKeysWithValues: overrides), forKey: .policyOverrides)
        try body.encode(organization.allowedOrigins, forKey: .allowedOrigins)
        try body.encode(organization.usedBytes, forKey: .usedBytes)
        try body.encode(organization.reservedBytes, forKey: .reservedBytes)
    }
}

/// A rule's value: a number where it is one, else a word.
private struct PolicyValue: Encodable {
    let text: String

    func encode(to encoder: any Encoder) throws {
        var value = encoder.singleValueContainer()
        if let number = Int64(text) { try value.encode(number) } else { try value.encode(text) }
    }
}
