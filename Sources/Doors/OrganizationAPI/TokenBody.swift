internal import Library
internal import Operations

/// An API token as `/organization/tokens` answers it; its secret only where it was made just now.
struct TokenBody: Encodable {
    private let token: APIToken
    private let userEmail: String
    private let secret: String?

    init(_ listed: ListedToken) {
        token = listed.token
        userEmail = listed.userEmail
        secret = nil
    }

    init(_ created: CreatedToken, userEmail: String) {
        token = created.token
        self.userEmail = userEmail
        secret = created.secret
    }

    private enum Key: String, CodingKey { case id, name, scopes, expiresAt, createdAt, lastUsedAt, createdBy, token }

    private struct Creator: Encodable {
        let id: String
        let email: String
    }

    /// Absent values are written as null; without a secret there is no field for it.
    func encode(to encoder: any Encoder) throws {
        var body = encoder.container(keyedBy: Key.self)
        try body.encode(token.id.description, forKey: .id)
        try body.encode(token.name, forKey: .name)
        try body.encode(token.scopes.names, forKey: .scopes)
        try body.encode(token.expiresAt?.description, forKey: .expiresAt)
        try body.encode(token.createdAt.description, forKey: .createdAt)
        try body.encode(token.lastUsedAt?.description, forKey: .lastUsedAt)
        try body.encode(Creator(id: token.userID.description, email: userEmail), forKey: .createdBy)
        try body.encodeIfPresent(secret, forKey: .token)
    }
}
