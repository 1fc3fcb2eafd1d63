internal import Cryptography
internal import Database
internal import Library
internal import LibraryStore

extension MediaLibrary {
    /// The user whose password it is. Unknown address and wrong password cost, count and answer alike: ``AccessError`` `badCredentials`;
    /// after too many of them `tooManyAttempts`, also for the right one (M4).
    func checkPassword(_ password: String, email: String, from address: String) async throws -> User {
        let attempt = SignInAttempt(email: email, from: address)
        switch try await database.write({ try await attempt.begin($0) }) {
        case .over(let seconds): throw AccessError.tooManyAttempts(retryAfterSeconds: seconds)
        case .within(let begun):
            let user = try await verify(password, of: email)
            try await database.write { try await attempt.succeed(begun, $0) }
            return user
        }
    }

    private func verify(_ password: String, of email: String) async throws -> User {
        let found = try await database.read { try await $0.users.find(email: User.normalizedEmail(email) ?? "") }
        let isRight = try await blocking {
            guard let hash = found?.passwordHash else { return PasswordHash.verifyAgainstNothing(password) }
            return PasswordHash.verify(password, hash)
        }
        guard isRight, let user = found?.user else { throw AccessError.badCredentials }
        return user
    }
}
