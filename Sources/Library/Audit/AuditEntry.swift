/// One line of the audit log: who did what to which asset or organization, when, from which door (M6).
package struct AuditEntry: Sendable {
    package let organizationID: OrganizationID
    package let userID: UserID?
    package let tokenID: TokenID?
    package let door: Door
    /// `asset.upload`, `asset.edit`, `asset.delete`, `organization.logo.set`, …
    package let action: String
    /// The asset's id, or the organization's.
    package let subjectID: ID<AuditEntry>
    /// What people call the subject, kept after it is gone.
    package let subjectName: String
    package let at: Timestamp

    package init(by caller: Caller, _ action: String, _ asset: Asset, at: Timestamp) {
        self.init(by: caller, action, ID(rawValue: asset.id.rawValue), asset.metadata.displayName, at: at)
    }

    /// What was done to the caller's organization itself.
    package init(by caller: Caller, _ action: String, at: Timestamp) {
        self.init(by: caller, action, ID(rawValue: caller.organization.id.rawValue), caller.organization.name, at: at)
    }

    private init(by caller: Caller, _ action: String, _ subjectID: ID<AuditEntry>, _ subjectName: String, at: Timestamp) {
        organizationID = caller.organization.id
        userID = caller.user?.id
        tokenID = caller.tokenID
        door = caller.door
        self.action = action
        self.subjectID = subjectID
        self.subjectName = subjectName
        self.at = at
    }
}
