internal import Database
package import Library
internal import LibraryStore

/// Some of an organization's tokens, the newest first.
package struct TokenPage: Sendable {
    package let tokens: [ListedToken]
    /// Where the next page begins; nil when this is the last.
    package let next: TokenID?
    package let total: Int
}

extension MediaLibrary {
    /// The organization's API tokens, the newest first, without their secrets; throws ``AccessError`` where the caller may not
    /// `administer` it (M4).
    package func listTokens(before cursor: TokenID? = nil, limit: Int = 50, by caller: Caller) async throws -> TokenPage {
        try caller.require(.administer)
        let organization = caller.organization.id
        do {
            return try await database.read { transaction in
                let found = try await transaction.credentials.tokens(before: cursor, limit: limit + 1, in: organization)
                let total = try await transaction.credentials.tokenCount(in: organization)
                let tokens = Array(found.prefix(limit))
                return TokenPage(tokens: tokens, next: found.count > limit ? tokens.last?.token.id : nil, total: total)
            }
        } catch {
            throw ServiceError.explaining(error)
        }
    }
}
