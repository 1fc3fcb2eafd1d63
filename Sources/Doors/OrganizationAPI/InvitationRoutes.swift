internal import HTTPServer
internal import Library
internal import Operations

/// `/organization/invitations`: ways in for those who are no members yet; and `/invitations/{secret}/accept` for whoever has a link.
enum InvitationRoutes {
    static let all = [
        Route(.get, "/organization/invitations", .api(.administer, list)),
        Route(.post, "/organization/invitations", .api(.administer, invite), repeatable: .byAnswer),
        Route(.delete, "/organization/invitations/{id}", .api(.administer, revoke)),
        Route(.post, "/invitations/{secret}/accept", .session(accept)),
    ]

    private struct ListBody: Encodable {
        let items: [InvitationBody]
    }

    private struct JoinedBody: Encodable {
        let organizationId: String
        let slug: String
        let name: String
        let role: String
    }

    @Sendable private static func list(_ exchange: Exchange, _ caller: Caller) async throws -> HTTPResponse {
        .json(ListBody(items: try await exchange.library.invitations(by: caller).map { InvitationBody($0) }))
    }

    @Sendable private static func invite(_ exchange: Exchange, _ caller: Caller) async throws -> HTTPResponse {
        var fields = JSONFields(try await exchange.jsonObject())
        let request = InvitationRequest(
            email: fields.string("email"), role: fields.role("role"),
            expiresInDays: fields.optionalInteger("expiresInDays") ?? Invitation.defaultDays)
        try fields.end()
        let created = try await exchange.library.inviteMember(request, by: caller)
        return .json(InvitationBody(created.invitation, url: exchange.absolute(created.path)), status: 201)
    }

    @Sendable private static func revoke(_ exchange: Exchange, _ caller: Caller) async throws -> HTTPResponse {
        try await exchange.library.revokeInvitation(exchange.invitationID, by: caller)
        return .noContent()
    }

    @Sendable private static func accept(_ exchange: Exchange, _ signedIn: SignedIn) async throws -> HTTPResponse {
        try exchange.checkCSRFHeader(signedIn)
        let membership = try await exchange.library.acceptInvitation(
            secret: exchange.invitationSecret, by: signedIn.user, door: .api)
        return .json(
            JoinedBody(
                organizationId: membership.organization.id.description, slug: membership.organization.slug,
                name: membership.organization.name, role: membership.role.rawValue))
    }
}

private struct InvitationBody: Encodable {
    let id: String
    let email: String
    let role: String
    let createdAt: String
    let expiresAt: String
    /// In the answer to its creation alone.
    let url: String?

    init(_ invitation: Invitation, url: String? = nil) {
        id = invitation.id.description
        email = invitation.email
        role = invitation.role.rawValue
        createdAt = invitation.createdAt.description
        expiresAt = invitation.expiresAt.description
        self.url = url
    }
}

extension Exchange {
    /// The invitation's id in the path; a malformed one is no invitation's, and so takes the way of a missing one (M2).
    var invitationID: InvitationID { parameters["id"].flatMap { InvitationID($0) } ?? InvitationID(rawValue: 0) }

    var invitationSecret: String { parameters["secret"] ?? "" }
}
