/// Who asks, in which organization, by which door: every operation begins with one.
package struct Caller: Sendable {
    /// Nil for the system itself: jobs and the command line.
    package let user: User?
    package let organization: Organization
    /// Nil for a superadmin without a membership and for the system.
    package let role: Role?
    /// What the token allows; nil for sessions and the system, which have no such bound.
    package let scopes: Set<Scope>?
    package let tokenID: TokenID?
    package var door: Door
    /// Of a request that came with an `Idempotency-Key`.
    package var claim: IdempotencyClaim?

    package init(
        user: User?, organization: Organization, role: Role?, scopes: Set<Scope>? = nil, tokenID: TokenID? = nil, door: Door
    ) {
        self.user = user
        self.organization = organization
        self.role = role
        self.scopes = scopes
        self.tokenID = tokenID
        self.door = door
    }

    /// Whether nobody in particular asks: a job, or the command line on the server itself.
    package var isSystem: Bool { user == nil }

    /// Whether the policy lets this caller use `capability` here (M3).
    package func can(_ capability: Capability) -> Bool { refusal(of: capability) == nil }

    /// Throws the rule that forbids `capability`, naming who may (M3).
    package func require(_ capability: Capability) throws(AccessError) {
        if let refusal = refusal(of: capability) { throw refusal }
    }

    /// Throws unless this is an owner, a superadmin or the system (M3).
    package func requireOwner(to deed: String) throws(AccessError) {
        guard isSystem || user?.isSuperadmin == true || role == .owner else { throw .ownerRequired(to: deed) }
    }

    /// Throws unless this is a superadmin or the system: tenants do not raise their own limits (M14).
    package func requireSuperadmin(toChange field: String) throws(AccessError) {
        guard isSystem || user?.isSuperadmin == true else { throw .superadminRequired(field: field) }
    }

    /// Throws unless this caller may delete what is in use against the rule that keeps it (M38).
    package func requireForce() throws(AccessError) {
        guard organization.policy.forceIsForAdmins, !isSystem, user?.isSuperadmin != true else { return }
        guard let role, role >= .admin else { throw .forceForAdmins }
    }

    private func refusal(of capability: Capability) -> AccessError? {
        if let scopes, !scopes.contains(where: { $0.includes(capability.scope) }) {
            return .scopeMissing(capability, capability.scope)
        }
        guard let least = organization.policy.leastRoles[capability] else { return .policyForbids(capability) }
        if isSystem || user?.isSuperadmin == true { return nil }
        if let role, role >= least { return nil }
        return .roleTooLow(capability, least: least)
    }
}

/// The way a request came in, for the audit log (M6).
package enum Door: String, CaseIterable, Sendable {
    case api, dashboard, commandLine = "command-line", job
    /// `/v1` (M40, M54).
    case jsonAPI = "json-api"
    /// `/tus` (M20).
    case tus
    /// What Markdown editors and the readers of documents speak: `/images/upload`, `/media/{id}/download` (M17, M43).
    case editor
}
