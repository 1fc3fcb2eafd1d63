import Dashboard

/// Somebody's profile, every text of it `text`.
func sampleProfile(text: String, errors: [FieldErrorModel] = [], problem: String? = nil) throws -> ProfilePageModel {
    ProfilePageModel(
        context: try sampleContext(userEmail: text), isSuperadmin: true,
        places: [
            .init(organization: OrganizationModel(slug: "demo", name: text), role: "owner"),
            .init(organization: OrganizationModel(slug: "other", name: text), role: nil),
        ],
        minimumPasswordLength: 8, errors: errors, problem: problem, noticeCode: "passwordChanged")
}

func sampleToken(
    id: String = "t1", name: String = "Build", expiresAt: Int64? = nil, lastUsedAt: Int64? = nil
) -> TokensPageModel.Token {
    TokensPageModel.Token(
        id: id, name: name, scopes: ["read", "write"], userEmail: "editor@example.org", createdAt: sampleTime - 7200,
        expiresAt: expiresAt, lastUsedAt: lastUsedAt)
}

func sampleTokens(
    _ tokens: [TokensPageModel.Token], next: String? = nil, form: TokensPageModel.Form = .init(), secret: String? = nil,
    notice: String? = nil
) throws -> TokensPageModel {
    TokensPageModel(
        sidebar: SidebarModel(
            context: try sampleContext(), organization: demo, organizations: [demo],
            storage: StorageModel(usedBytes: 1, limitBytes: 2, maxFileBytes: 3), canAdminister: true, isSettings: true),
        tokens: tokens, next: next, form: form, secret: secret, noticeCode: notice)
}
