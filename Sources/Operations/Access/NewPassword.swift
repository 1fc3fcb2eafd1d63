internal import Cryptography
internal import Library

extension MediaLibrary {
    package static let minimumPasswordLength = 8
    /// More is no safer, and hashing it would only cost.
    package static let maximumPasswordBytes = 1024

    /// The hash to store; throws ``AccessError`` `invalidUser` about `field` where the password is too short or too long.
    func hash(ofNewPassword password: String?, field: String = "password") async throws -> String {
        guard let password, password.count >= Self.minimumPasswordLength else {
            throw AccessError.invalidUser([
                FieldProblem(
                    field: field, code: "too_short",
                    detail: "The password needs at least \(Self.minimumPasswordLength) characters.")
            ])
        }
        guard password.utf8.count <= Self.maximumPasswordBytes else {
            throw AccessError.invalidUser([
                FieldProblem(
                    field: field, code: "too_long", detail: "The password may have at most \(Self.maximumPasswordBytes) bytes.")
            ])
        }
        return try await blocking { try PasswordHash.make(password) }
    }
}
