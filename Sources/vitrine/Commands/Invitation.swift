internal import Library
internal import Operations

extension Command {
    private static let organization = Option("organization", "SLUG", "the organization")

    static let invitationCreate = Command(
        "invitation create", "Invites somebody and prints the link's path, or its whole URL where VITRINE_PUBLIC_URL is set.",
        positional: ["EMAIL"],
        options: [
            organization, Option("role", "ROLE", "member, manager, admin or owner (default member)"),
            Option("days", "NUMBER", "how long the link works, 1 to 30 (default 7)"),
        ]
    ) { arguments in
        let slug = try arguments.required("organization")
        let days = Int(arguments["days"] ?? "\(Invitation.defaultDays)")
        guard let days else { throw UsageError(reason: "--days is a number") }
        let request = InvitationRequest(
            email: arguments.positional[0], role: try arguments.choice("role", of: Role.self) ?? .member, expiresInDays: days)
        let created = try await Composition.use { library in
            try await library.inviteMember(request, by: try await library.commandLineCaller(in: slug))
        }
        Output.line((try Configuration(.current()).publicURL ?? "") + created.path)
    }

    static let invitationList = Command(
        "invitation list", "Lists the invitations that are open.", options: [organization, Option("json", nil, "print JSON")]
    ) { arguments in
        let slug = try arguments.required("organization")
        let invitations = try await Composition.use { library in
            try await library.invitations(by: try await library.commandLineCaller(in: slug))
        }
        if arguments.has("json") { return try Output.json(invitations.map(InvitationLine.init)) }
        for invitation in invitations {
            Output.line("\(invitation.email)\t\(invitation.role.rawValue)\tuntil \(invitation.expiresAt)")
        }
    }

    static let invitationRevoke = Command(
        "invitation revoke", "Ends an invitation before it is used.", positional: ["EMAIL"], options: [organization]
    ) { arguments in
        let slug = try arguments.required("organization")
        try await Composition.use { library in
            let caller = try await library.commandLineCaller(in: slug)
            let invitation = try await library.invitation(email: arguments.positional[0], by: caller)
            try await library.revokeInvitation(invitation.id, by: caller)
        }
    }
}

/// An invitation for machines.
private struct InvitationLine: Encodable {
    let id: String
    let email: String
    let role: String
    let createdAt: String
    let expiresAt: String

    init(_ invitation: Invitation) {
        id = invitation.id.description
        email = invitation.email
        role = invitation.role.rawValue
        createdAt = invitation.createdAt.description
        expiresAt = invitation.expiresAt.description
    }
}
