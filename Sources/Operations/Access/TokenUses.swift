internal import Database
internal import Library
internal import LibraryStore
internal import Platform

/// Notes when API tokens were last used: beside the request, at most once in five minutes each, and never a reason for it to fail (M4).
final class TokenUses: Sendable {
    private static let precisionSeconds: Int64 = 300
    /// Those being noted at the moment, so that many requests at once make one write.
    private let underway = Locked<Set<TokenID>>([])

    /// Notes that `holder`'s token was used at `now`, in a task of its own.
    func note(_ holder: TokenHolder, at now: Timestamp, in database: any Database) {
        let staleSince = now.advanced(bySeconds: -Self.precisionSeconds)
        if let last = holder.lastUsedAt, last >= staleSince { return }
        let token = holder.tokenID
        guard underway.withLock({ $0.insert(token).inserted }) else { return }
        Task {
            // What cannot be written now is written by a later request.
            try? await database.write { try await $0.credentials.noteUse(of: token, at: now, staleSince: staleSince) }
            underway.withLock { _ = $0.remove(token) }
        }
    }
}
