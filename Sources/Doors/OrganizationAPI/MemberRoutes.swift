internal import HTTPServer
internal import Library
internal import Operations

/// `/organization/members`: who is in the organization, and as what (M3).
enum MemberRoutes {
    static let all = [
        Route(.get, "/organization/members", .api(.administer, list)),
        Route(.get, "/organization/members/{userId}", .api(.administer, show)),
        Route(.patch, "/organization/members/{userId}", .api(.administer, changeRole)),
        Route(.put, "/organization/members/{userId}", .api(.administer, changeRole)),
        // Everybody may leave; the operation lets nobody else do more.
        Route(.delete, "/organization/members/{userId}", .member(remove)),
    ]

    private struct ListBody: Encodable {
        let items: [MemberBody]
    }

    @Sendable private static func list(_ exchange: Exchange, _ caller: Caller) async throws -> HTTPResponse {
        .json(ListBody(items: try await exchange.library.members(by: caller).map(MemberBody.init)))
    }

    @Sendable private static func changeRole(_ exchange: Exchange, _ caller: Caller) async throws -> HTTPResponse {
        var fields = JSONFields(try await exchange.jsonObject())
        let role = fields.role("role")
        try fields.end()
        return answer(
            try await exchange.library.changeMemberRole(exchange.memberID, to: role, ifMatch: exchange.ifMatch, by: caller))
    }

    @Sendable private static func show(_ exchange: Exchange, _ caller: Caller) async throws -> HTTPResponse {
        answer(try await exchange.library.member(exchange.memberID, by: caller))
    }

    private static func answer(_ member: Member) -> HTTPResponse {
        var response = HTTPResponse.json(MemberBody(member))
        response.headers.append(("ETag", member.entityTag))
        return response
    }

    @Sendable private static func remove(_ exchange: Exchange, _ caller: Caller) async throws -> HTTPResponse {
        try await exchange.library.removeMember(
            exchange.memberID, ifMatch: exchange.ifMatch, by: caller)
        return .noContent()
    }
}

private struct MemberBody: Encodable {
    let userId: String
    let email: String
    let role: String
    let createdAt: String

    init(_ member: Member) {
        userId = member.userID.description
        email = member.email
        role = member.role.rawValue
        createdAt = member.createdAt.description
    }
}

extension Exchange {
    /// The user id in the path; a malformed one is nobody's, and so takes the way of a missing one (M2).
    var memberID: UserID { parameters["userId"].flatMap { UserID($0) } ?? UserID(rawValue: 0) }
}

extension JSONFields {
    /// A role that has to be there.
    mutating func role(_ name: String) -> Role {
        if isMissing(name) { refuse(name, "blank", "\(name) is missing.") }
        return choice(name, of: Role.self) ?? .member
    }
}
