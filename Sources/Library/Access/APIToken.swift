/// A bearer token bound to one organization: stored hashed, shown once (M4).
package struct APIToken: Sendable {
    package let id: TokenID
    package let organizationID: OrganizationID
    package let userID: UserID
    package let scopes: Set<Scope>
    package let expiresAt: Timestamp?

    package init(id: TokenID, organizationID: OrganizationID, userID: UserID, scopes: Set<Scope>, expiresAt: Timestamp?) {
        self.id = id
        self.organizationID = organizationID
        self.userID = userID
        self.scopes = scopes
        self.expiresAt = expiresAt
    }
}
