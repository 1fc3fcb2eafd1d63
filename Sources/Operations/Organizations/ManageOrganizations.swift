internal import Database
package import Library
internal import LibraryStore

extension MediaLibrary {
    /// Creates an empty organization. Throws ``OrganizationError`` `invalidSlug` or `slugTaken`.
    package func createOrganization(slug: String, name: String?, plan: Plan, profile: Profile) async throws -> Organization {
        try Organization.checkSlug(slug)
        let name = try Organization.checkedName(name ?? slug)
        let organization = Organization(id: .make(at: now), slug: slug, name: name, plan: plan, profile: profile, createdAt: now)
        do {
            try await database.write { try await $0.organizations.insert(organization) }
        } catch DatabaseError.uniqueViolation {
            throw OrganizationError.slugTaken(slug)
        }
        return organization
    }

    /// Every organization, by slug; for the command line.
    package func allOrganizations() async throws -> [Organization] {
        try await database.read { try await $0.organizations.all() }
    }

    /// The organization called `slug`; throws ``OrganizationError`` `notFound`.
    package func organization(_ slug: String) async throws -> Organization {
        guard let organization = try await database.read({ try await $0.organizations.find(slug: slug) }) else {
            throw OrganizationError.notFound(slug)
        }
        return organization
    }

    /// Applies `key=value` settings, all or none: `name plan profile maxFileBytes maxStorageBytes`; an empty limit follows the plan.
    package func changeOrganization(_ slug: String, settings: [(key: String, value: String)]) async throws -> Organization {
        try await database.write { transaction in
            guard let id = try await transaction.organizations.find(slug: slug)?.id else {
                throw OrganizationError.notFound(slug)
            }
            try await transaction.organizations.lock(id)
            guard var organization = try await transaction.organizations.find(id) else { throw OrganizationError.notFound(slug) }
            for (key, value) in settings { try organization.set(key, value) }
            try await transaction.organizations.updateSettings(organization)
            return try await transaction.organizations.find(id) ?? organization
        }
    }
}

extension Organization {
    fileprivate mutating func set(_ key: String, _ value: String) throws(OrganizationError) {
        switch key {
        case "name": name = try Self.checkedName(value)
        case "plan": plan = try Self.choice(key, value)
        case "profile": profile = try Self.choice(key, value)
        case "maxFileBytes": maxFileBytesOverride = try Self.limit(key, value)
        case "maxStorageBytes": maxStorageBytesOverride = try Self.limit(key, value)
        default:
            throw .invalidSetting(
                key: key, detail: "no such setting. There are name, plan, profile, maxFileBytes, maxStorageBytes.")
        }
    }

    fileprivate static func checkedName(_ text: String) throws(OrganizationError) -> String {
        let name = text.normalizedNFC.trimmedWhitespace
        guard !name.isEmpty, name.count <= 200, !name.unicodeScalars.contains(where: \.isControlOrBidirectional) else {
            throw .invalidSetting(key: "name", detail: "use 1 to 200 characters, without control characters or direction marks.")
        }
        return name
    }

    private static func choice<Choice: RawRepresentable<String> & CaseIterable>(
        _ key: String, _ value: String
    ) throws(OrganizationError) -> Choice {
        if let choice = Choice(rawValue: value) { return choice }
        let choices = Choice.allCases.map(\.rawValue).joined(separator: ", ")
        throw .invalidSetting(key: key, detail: "“\(value)” is none of \(choices).")
    }

    private static func limit(_ key: String, _ value: String) throws(OrganizationError) -> Int64? {
        if value.isEmpty { return nil }
        if let bytes = Int64(value), bytes >= 0 { return bytes }
        throw .invalidSetting(key: key, detail: "“\(value)” is not a number of bytes.")
    }
}
