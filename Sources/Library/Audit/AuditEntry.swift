/// One line of the audit log: who did what to which asset, when, from which door (M6).
package struct AuditEntry: Sendable {
    package let organizationID: OrganizationID
    package let userID: UserID?
    package let tokenID: TokenID?
    package let door: Door
    /// `asset.upload`, `asset.edit`, `asset.delete`, …
    package let action: String
    package let subjectID: AssetID
    /// What people call the subject, kept after it is gone.
    package let subjectName: String
    package let at: Timestamp

    package init(by caller: Caller, _ action: String, _ asset: Asset, at: Timestamp) {
        organizationID = caller.organization.id
        userID = caller.user?.id
        tokenID = caller.tokenID
        door = caller.door
        self.action = action
        subjectID = asset.id
        subjectName = asset.metadata.displayName
        self.at = at
    }
}
