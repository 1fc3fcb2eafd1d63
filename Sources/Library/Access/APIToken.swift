/// A bearer token bound to one organization: stored hashed, shown once (M4).
package struct APIToken: Sendable {
    package let id: TokenID
    package let organizationID: OrganizationID
    /// Whom it speaks for, who is also who made it.
    package let userID: UserID
    /// What people tell it apart by; empty for one made without a name.
    package let name: String
    package let scopes: Set<Scope>
    /// Nil: never.
    package let expiresAt: Timestamp?
    package let createdAt: Timestamp
    /// Known to five minutes.
    package let lastUsedAt: Timestamp?

    package init(
        id: TokenID, organizationID: OrganizationID, userID: UserID, name: String = "", scopes: Set<Scope>,
        expiresAt: Timestamp?, createdAt: Timestamp, lastUsedAt: Timestamp? = nil
    ) {
        self.id = id
        self.organizationID = organizationID
        self.userID = userID
        self.name = name
        self.scopes = scopes
        self.expiresAt = expiresAt
        self.createdAt = createdAt
        self.lastUsedAt = lastUsedAt
    }

    /// What the log and lists call it.
    package var displayName: String { name.isEmpty ? id.description : name }
}

extension Set<Scope> {
    /// The scopes by name, the narrowest first.
    package var names: [String] { Scope.allCases.filter(contains).map(\.rawValue) }

    /// The names in one line: `read,write`.
    package var text: String { names.joined(separator: ",") }

    /// Whether they allow all that `others` do.
    package func covers(_ others: Set<Scope>) -> Bool { others.allSatisfy { other in contains { $0.includes(other) } } }
}
