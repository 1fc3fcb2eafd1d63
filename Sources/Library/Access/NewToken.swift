/// What somebody asks a new API token to be.
package struct NewToken: Sendable {
    package var name: String
    package var scopes: Set<Scope>
    /// Nil: never.
    package var expiresAt: Timestamp?

    /// No token lives longer, unless it never ends: ten years of seconds.
    package static let longestLifetimeSeconds: Int64 = 10 * 366 * 86_400

    package init(name: String, scopes: Set<Scope>, expiresAt: Timestamp?) {
        self.name = name
        self.scopes = scopes
        self.expiresAt = expiresAt
    }

    /// The same with its name as it is stored; throws ``AccessError`` `invalidFields`.
    package func checked(at now: Timestamp) throws(AccessError) -> NewToken {
        var problems: [FieldProblem] = []
        let name = TextRule.tokenName.check(name, &problems)
        if name == nil {
            problems.append(FieldProblem(field: "name", code: "blank", detail: "Give the token a name to tell it apart by."))
        }
        if scopes.isEmpty {
            problems.append(FieldProblem(field: "scopes", code: "blank", detail: "A token needs a scope: read, write or admin."))
        }
        if let expiresAt, expiresAt < now || expiresAt > now.advanced(bySeconds: Self.longestLifetimeSeconds) {
            problems.append(
                FieldProblem(
                    field: "expiresAt", code: "out_of_range",
                    detail: "A token expires from now on and within ten years, or never."))
        }
        if !problems.isEmpty { throw .invalidFields(problems) }
        return NewToken(name: name ?? "", scopes: scopes, expiresAt: expiresAt)
    }
}
