/// What a member is in an organization, from least to most (M3).
package enum Role: String, CaseIterable, Comparable, Sendable {
    case member, manager, admin, owner

    package static func < (left: Role, right: Role) -> Bool { left.rank < right.rank }

    private var rank: Int {
        switch self {
        case .member: 0
        case .manager: 1
        case .admin: 2
        case .owner: 3
        }
    }
}

/// What code checks; the organization's policy maps roles to these (M3).
package enum Capability: String, CaseIterable, Sendable {
    case read, download, upload, edit, delete, purge, export, administer

    /// The token scope that covers it.
    var scope: Scope {
        switch self {
        case .read, .download, .export: .read
        case .upload, .edit, .delete, .purge: .write
        case .administer: .admin
        }
    }
}

/// What an API token may be used for; each includes those before it (M4).
package enum Scope: String, CaseIterable, Sendable {
    case read, write, admin

    func includes(_ other: Scope) -> Bool {
        switch (self, other) {
        case (.admin, _), (.write, .read), (.write, .write), (.read, .read): true
        default: false
        }
    }
}
