/// The page `/org/{slug}/settings/tokens`.
package struct TokensPageModel: Sendable {
    /// A token in the list.
    package struct Token: Sendable {
        package var id: String
        package var name: String
        /// `read`, `write`, `admin`.
        package var scopes: [String]
        package var userEmail: String
        /// Seconds since 1970, as all times here.
        package var createdAt: Int64
        package var expiresAt: Int64?
        package var lastUsedAt: Int64?

        package init(
            id: String, name: String, scopes: [String], userEmail: String, createdAt: Int64, expiresAt: Int64?, lastUsedAt: Int64?
        ) {
            self.id = id
            self.name = name
            self.scopes = scopes
            self.userEmail = userEmail
            self.createdAt = createdAt
            self.expiresAt = expiresAt
            self.lastUsedAt = lastUsedAt
        }
    }

    /// What was typed into the form, and what was wrong with it.
    package struct Form: Sendable {
        package var name: String
        package var scope: TokenScopeModel
        package var lifetime: TokenLifetimeModel
        package var errors: [FieldErrorModel]

        package init(
            name: String = "", scope: TokenScopeModel = .write, lifetime: TokenLifetimeModel = .quarter,
            errors: [FieldErrorModel] = []
        ) {
            self.name = name
            self.scope = scope
            self.lifetime = lifetime
            self.errors = errors
        }
    }

    package var sidebar: SidebarModel
    package var tokens: [Token]
    /// The cursor of the tokens made before those shown; nil when there are none.
    package var next: String?
    package var form: Form
    /// A secret made just now: shown this once.
    package var secret: String?
    /// The `notice` parameter: looked up as `notice.<code>`, shown only when the locale has it.
    package var noticeCode: String?

    package init(
        sidebar: SidebarModel, tokens: [Token], next: String? = nil, form: Form = Form(), secret: String? = nil,
        noticeCode: String? = nil
    ) {
        self.sidebar = sidebar
        self.tokens = tokens
        self.next = next
        self.form = form
        self.secret = secret
        self.noticeCode = noticeCode
    }

    var context: PageContext { sidebar.context }
    var path: String { sidebar.organization.settingsPath + "/tokens" }
}

/// What a new token may do; each includes those before it.
package enum TokenScopeModel: String, CaseIterable, Sendable {
    case read, write, admin
}

/// How long a new token lives.
package enum TokenLifetimeModel: String, CaseIterable, Sendable {
    case month, quarter, year, never

    /// Nil: for ever.
    package var seconds: Int64? {
        switch self {
        case .month: 30 * 86_400
        case .quarter: 90 * 86_400
        case .year: 365 * 86_400
        case .never: nil
        }
    }
}
