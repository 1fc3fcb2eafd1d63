internal import Library
internal import Operations

extension Command {
    static let tokenCreate = Command(
        "token create", "Makes an API token and prints it; it is not shown again.",
        options: [
            Option("user", "EMAIL", "whose token it is"), Option("organization", "SLUG", "the organization it is for"),
            Option("scope", "SCOPES", "read, write, admin, joined by commas (default read,write)"),
            Option("expires", "DURATION", "such as 12h or 30d (default: never)"),
        ]
    ) { arguments in
        let scopes = try (arguments["scope"] ?? "read,write").split(separator: ",").map { name in
            guard let scope = Scope(rawValue: String(name)) else {
                throw UsageError(reason: "--scope is made of read, write and admin, not “\(name)”")
            }
            return scope
        }
        let (email, slug) = (try arguments.required("user"), try arguments.required("organization"))
        let lifetime = try arguments.duration("expires")
        let token = try await Composition.use {
            try await $0.createToken(email: email, organization: slug, scopes: Set(scopes), lifetimeSeconds: lifetime)
        }
        Output.line(token)
    }

    static let tokenList = Command(
        "token list", "Lists an organization's API tokens, without their secrets.",
        options: [
            Option("organization", "SLUG", "the organization they are for"), Option("json", nil, "print JSON"),
        ]
    ) { arguments in
        let slug = try arguments.required("organization")
        let tokens = try await Composition.use { library in
            let caller = try await library.commandLineCaller(in: slug)
            return try await library.listTokens(limit: Int(Int32.max), by: caller).tokens
        }
        if arguments.has("json") { return try Output.json(tokens.map(TokenLine.init)) }
        for line in tokens.map(TokenLine.init) {
            Output.line(
                [
                    line.id, line.scopes.joined(separator: ","), line.user, line.expiresAt ?? "never",
                    line.lastUsedAt ?? "unused",
                    line.name,
                ].joined(separator: "\t"))
        }
    }

    static let tokenRevoke = Command(
        "token revoke", "Ends an API token at once.", positional: ["ID"],
        options: [Option("organization", "SLUG", "the organization it is for")]
    ) { arguments in
        let slug = try arguments.required("organization")
        guard let id = TokenID(arguments.positional[0]) else { throw AccessError.tokenUnknown }
        try await Composition.use { library in
            try await library.revokeToken(id, by: try await library.commandLineCaller(in: slug))
        }
        Output.line("The token was revoked.")
    }
}

/// An API token for machines.
private struct TokenLine: Encodable {
    let id: String
    let name: String
    let scopes: [String]
    let user: String
    let createdAt: String
    let expiresAt: String?
    let lastUsedAt: String?

    init(_ listed: ListedToken) {
        id = listed.token.id.description
        name = listed.token.name
        scopes = listed.token.scopes.names
        user = listed.userEmail
        createdAt = listed.token.createdAt.description
        expiresAt = listed.token.expiresAt?.description
        lastUsedAt = listed.token.lastUsedAt?.description
    }

    private enum Key: String, CodingKey { case id, name, scopes, user, createdAt, expiresAt, lastUsedAt }

    /// Absent values are written as null.
    func encode(to encoder: any Encoder) throws {
        var body = encoder.container(keyedBy: Key.self)
        try body.encode(id, forKey: .id)
        try body.encode(name, forKey: .name)
        try body.encode(scopes, forKey: .scopes)
        try body.encode(user, forKey: .user)
        try body.encode(createdAt, forKey: .createdAt)
        try body.encode(expiresAt, forKey: .expiresAt)
        try body.encode(lastUsedAt, forKey: .lastUsedAt)
    }
}
