internal import Cryptography
internal import Database
package import Library
internal import LibraryStore

extension MediaLibrary {
    /// Ends one session.
    package func signOut(sessionToken: String) async throws {
        do {
            try await database.write { try await $0.credentials.deleteSession(tokenHash: SHA256.hash(sessionToken)) }
        } catch {
            throw ServiceError.explaining(error)
        }
    }

    /// Ends every session of the user, the one that asks too.
    package func signOutEverywhere(_ user: User) async throws {
        do {
            try await database.write { try await $0.credentials.deleteSessions(of: user.id) }
        } catch {
            throw ServiceError.explaining(error)
        }
    }
}
