/// Somebody who signs in.
package struct User: Sendable {
    package let id: UserID
    package var email: String
    package var isSuperadmin: Bool
    package let createdAt: Timestamp

    package init(id: UserID, email: String, isSuperadmin: Bool, createdAt: Timestamp) {
        self.id = id
        self.email = email
        self.isSuperadmin = isSuperadmin
        self.createdAt = createdAt
    }

    /// The stored form of an address, nil when it is not one: something, an `@`, a domain, ≤ 254 characters.
    package static func normalizedEmail(_ text: String) -> String? {
        let email = text.trimmedWhitespace.folded
        let parts = email.split(separator: "@", omittingEmptySubsequences: false)
        guard parts.count == 2, !parts[0].isEmpty, !parts[1].isEmpty, email.utf8.count <= 254,
            !email.unicodeScalars.contains(where: { $0.isControlOrBidirectional || $0 == " " })
        else { return nil }
        return email
    }
}

/// A user's place in one organization.
package struct Membership: Sendable {
    package let organization: Organization
    package let role: Role

    package init(organization: Organization, role: Role) {
        self.organization = organization
        self.role = role
    }
}
