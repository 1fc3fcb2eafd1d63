internal import HTTPServer
internal import JSON
internal import Library

/// `/organization/invitations`, and the way in for whoever has a link.
enum InvitationDescriptions {
    static let group = DescriptionGroup(
        name: "Invitations", text: "Ways in for those who are no members yet.", operations: operations,
        schemas: ["Invitation": .object(fields)])

    private static let request = JSONSchema.object(
        ["email": .text(maximum: 254, pattern: TextPattern.email), "role": .choice(Role.self)],
        optional: [
            "expiresInDays": JSONSchema.integer(
                from: Invitation.allowedDays.lowerBound, to: Invitation.allowedDays.upperBound
            ).orNull.unlessGiven(.number(Double(Invitation.defaultDays)))
        ])

    private static let operations = [
        OperationDescription(
            .get, "/organization/invitations", "listInvitations", "Lists the invitations that are open",
            answers: [.json(.object(["items": .list(of: .reference("Invitation"))]), "All of them.")]),
        OperationDescription(
            .post, "/organization/invitations", "inviteMember", "Invites somebody",
            detail: "Nothing is sent: hand the answer's `url` on. It is told here alone.", body: .json(request),
            answers: [.json(.object(fields, optional: ["url": .address]), status: 201, "The invitation, with its link.")],
            problems: [409]),
        OperationDescription(
            .delete, "/organization/invitations/{id}", "revokeInvitation", "Revokes an invitation",
            parameters: [.id("an invitation")], answers: [.done("Its link opens nothing any more.")]),
        OperationDescription(
            .post, "/invitations/{secret}/accept", "acceptInvitation", "Joins the organization that invited",
            parameters: [.path("secret", .text(minimum: 1), "What the link ends in.")],
            answers: [.json(joined, "Where the person is a member now.")], problems: [404, 409]),
    ]

    private static let fields: [String: JSONSchema] = [
        "id": .id, "email": .text(), "role": .choice(Role.self), "createdAt": .moment, "expiresAt": .moment,
    ]

    private static let joined = JSONSchema.object([
        "organizationId": .id, "slug": .text(), "name": .text(), "role": .choice(Role.self),
    ])
}
