internal import Markup

/// The page `/org/{slug}/settings/audit`: who did what, newest first.
package struct AuditPageModel: Sendable {
    /// One entry of the log.
    package struct Entry: Sendable {
        package var at: Int64
        /// `asset.edit` and the like: looked up as `audit.action.<code>`, shown as it is when the locale has no words.
        package var action: String
        package var subjectID: String
        package var subjectName: String
        /// Nil for the system.
        package var userID: String?
        /// Nil for the system, and for a user who was deleted.
        package var userEmail: String?
        package var tokenName: String?
        /// `api`, `dashboard`, `command-line`, `job`.
        package var door: String
        package var changes: [Change]

        package init(
            at: Int64, action: String, subjectID: String, subjectName: String, userID: String?, userEmail: String?,
            tokenName: String?, door: String, changes: [Change]
        ) {
            self.at = at
            self.action = action
            self.subjectID = subjectID
            self.subjectName = subjectName
            self.userID = userID
            self.userEmail = userEmail
            self.tokenName = tokenName
            self.door = door
            self.changes = changes
        }
    }

    /// One field as it was and is; nil is absent.
    package struct Change: Sendable {
        package var field: String
        package var before: String?
        package var after: String?

        package init(field: String, before: String?, after: String?) {
            self.field = field
            self.before = before
            self.after = after
        }
    }

    /// Which entries are shown; empty: all.
    package struct Filter: Sendable {
        package var action = ""
        package var subject = ""
        package var user = ""

        package init(action: String = "", subject: String = "", user: String = "") {
            self.action = action
            self.subject = subject
            self.user = user
        }

        var isEmpty: Bool { action.isEmpty && subject.isEmpty && user.isEmpty }
    }

    package var sidebar: SidebarModel
    package var entries: [Entry]
    package var filter: Filter
    /// The cursor of older entries; nil when there are none.
    package var next: String?

    package init(sidebar: SidebarModel, entries: [Entry], filter: Filter, next: String?) {
        self.sidebar = sidebar
        self.entries = entries
        self.filter = filter
        self.next = next
    }

    var context: PageContext { sidebar.context }
    var path: String { sidebar.organization.settingsPath + "/audit" }

    /// The page's address with other entries.
    func address(_ filter: Filter, cursor: String? = nil) -> String {
        var query = QueryString()
        query.add("action", filter.action)
        query.add("subject", filter.subject)
        query.add("user", filter.user)
        query.add("cursor", cursor)
        return path + query.suffix
    }
}
