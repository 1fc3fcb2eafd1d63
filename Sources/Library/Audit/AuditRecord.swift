/// An entry of the audit log as people read it, with the names of who did it (M6).
package struct AuditRecord: Sendable {
    /// Its place in the log, which grows.
    package let number: Int64
    package let at: Timestamp
    package let action: String
    package let subjectID: ID<AuditEntry>
    package let subjectName: String
    package let door: Door
    /// Nil for the system.
    package let userID: UserID?
    /// Nil for the system, and for a user who was deleted.
    package let userEmail: String?
    /// The API token that was used; nil where none was, or it was revoked since.
    package let tokenName: String?
    package var changes: [AuditChange]

    package init(
        number: Int64, at: Timestamp, action: String, subjectID: ID<AuditEntry>, subjectName: String, door: Door, userID: UserID?,
        userEmail: String?, tokenName: String?, changes: [AuditChange] = []
    ) {
        self.number = number
        self.at = at
        self.action = action
        self.subjectID = subjectID
        self.subjectName = subjectName
        self.door = door
        self.userID = userID
        self.userEmail = userEmail
        self.tokenName = tokenName
        self.changes = changes
    }
}

/// Which entries of an organization's audit log are asked for; newest first.
package struct AuditQuery: Sendable {
    /// What was done to this asset, member or other subject.
    package var subject: ID<AuditEntry>?
    /// What this user did.
    package var user: UserID?
    /// What the action begins with: `asset.`, `organization.logo`.
    package var action: String?
    /// Only entries before this number: where the page before ended.
    package var before: Int64?
    package var limit: Int

    package init(
        subject: ID<AuditEntry>? = nil, user: UserID? = nil, action: String? = nil, before: Int64? = nil, limit: Int = 50
    ) {
        self.subject = subject
        self.user = user
        self.action = action
        self.before = before
        self.limit = limit
    }
}

/// A page of the audit log.
package struct AuditPage: Sendable {
    package let records: [AuditRecord]
    /// What ``AuditQuery/before`` of the next page is; nil on the last.
    package let next: Int64?
    /// How many entries match; nil beyond ``AssetQuery/exactTotalLimit``.
    package let total: Int?

    package init(records: [AuditRecord], next: Int64?, total: Int?) {
        self.records = records
        self.next = next
        self.total = total
    }
}
