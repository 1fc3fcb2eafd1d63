/// One line of the audit log: who did what to which asset or other thing of the organization, when, from which door (M6).
package struct AuditEntry: Sendable {
    package let organizationID: OrganizationID
    package let userID: UserID?
    package let tokenID: TokenID?
    package let door: Door
    /// `asset.upload`, `asset.edit`, `asset.trash`, `organization.logo.set`, `member.role`, …
    package let action: String
    /// The id of the asset, the organization, the member's user, the invitation or the token.
    package let subjectID: ID<AuditEntry>
    /// What people call the subject, kept after it is gone.
    package let subjectName: String
    /// What changed about it; empty where the action says it all.
    package let changes: [AuditChange]
    package let at: Timestamp

    package init(by caller: Caller, _ action: String, _ asset: Asset, changes: [AuditChange] = [], at: Timestamp) {
        self.init(by: caller, action, asset.id, named: asset.metadata.displayName, changes: changes, at: at)
    }

    /// What was done to the caller's organization itself.
    package init(by caller: Caller, _ action: String, changes: [AuditChange] = [], at: Timestamp) {
        self.init(by: caller, action, caller.organization.id, named: caller.organization.name, changes: changes, at: at)
    }

    package init<Noun>(
        by caller: Caller, _ action: String, _ subject: ID<Noun>, named name: String, changes: [AuditChange] = [], at: Timestamp
    ) {
        organizationID = caller.organization.id
        userID = caller.user?.id
        tokenID = caller.tokenID
        door = caller.door
        self.action = action
        subjectID = ID(rawValue: subject.rawValue)
        subjectName = name
        self.changes = changes
        self.at = at
    }
}

/// One field of the subject, as it was and as it is; nil is absent.
package struct AuditChange: Hashable, Sendable {
    package let field: String
    package let before: String?
    package let after: String?

    package init(_ field: String, _ before: String?, _ after: String?) {
        self.field = field
        self.before = before
        self.after = after
    }

    /// The fields of `pairs` whose value differs.
    package static func between(_ pairs: [(field: String, before: String?, after: String?)]) -> [AuditChange] {
        pairs.filter { $0.before != $0.after }.map { AuditChange($0.field, $0.before, $0.after) }
    }
}
