internal import Cryptography
internal import Database
package import Library
internal import LibraryStore

extension MediaLibrary {
    /// Gives the user a new password and ends all sessions but the one that asks.
    ///
    /// Throws ``AccessError`` `invalidUser` about `currentPassword` or `newPassword`, `tooManyAttempts`: a wrong current password counts
    /// as a failed sign-in.
    package func changePassword(
        of user: User, current: String, new: String, keeping sessionToken: String, from address: String
    ) async throws {
        do {
            try await confirmPassword(current, of: user, field: "currentPassword", from: address)
            let hash = try await hash(ofNewPassword: new, field: "newPassword")
            try await database.write { transaction in
                try await transaction.users.setPassword(hash: hash, of: user.id)
                try await transaction.credentials.deleteSessions(of: user.id, except: SHA256.hash(sessionToken))
            }
        } catch {
            throw ServiceError.explaining(error)
        }
    }

    /// Gives the user a new password and ends all sessions; for the command line. Throws ``AccessError`` `accountUnknown`, `invalidUser`.
    package func setPassword(_ password: String?, email: String) async throws {
        let user = try await user(email: email)
        let hash = try await hash(ofNewPassword: password)
        try await database.write { transaction in
            try await transaction.users.setPassword(hash: hash, of: user.id)
            try await transaction.credentials.deleteSessions(of: user.id)
        }
    }

    /// Makes sure that whoever is signed in knows the password; throws ``AccessError`` `invalidUser` about `field`, `tooManyAttempts`.
    func confirmPassword(_ password: String, of user: User, field: String, from address: String) async throws {
        do {
            _ = try await checkPassword(password, email: user.email, from: address)
        } catch AccessError.badCredentials {
            throw AccessError.invalidUser([FieldProblem(field: field, code: "wrong", detail: "This is not your password.")])
        }
    }
}
