internal import Database
package import Library
internal import LibraryStore

extension MediaLibrary {
    /// Ends an API token at once (M4). Throws ``AccessError`` `tokenUnknown` for missing and foreign ones alike.
    package func revokeToken(_ id: TokenID, by caller: Caller) async throws {
        try caller.require(.administer)
        let (organization, now) = (caller.organization.id, now)
        do {
            try await database.write { transaction in
                let caller = try await transaction.lockedAdministrator(caller)
                guard let token = try await transaction.credentials.deleteToken(id, in: organization) else {
                    throw AccessError.tokenUnknown
                }
                let changes = AuditChange.between([
                    ("scopes", token.scopes.text, nil), ("expiresAt", token.expiresAt?.description, nil),
                ])
                try await transaction.history.record(
                    AuditEntry(by: caller, "token.revoke", id, named: token.displayName, changes: changes, at: now))
            }
        } catch {
            throw ServiceError.explaining(error)
        }
    }
}
