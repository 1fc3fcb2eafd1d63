internal import Library
internal import Operations

extension Command {
    private static let organization = Option("organization", "SLUG", "the organization")
    private static let json = Option("json", nil, "print JSON")

    static let memberList = Command("member list", "Lists an organization's members.", options: [organization, json]) {
        arguments in
        let slug = try arguments.required("organization")
        let members = try await Composition.use { library in
            try await library.members(by: try await library.commandLineCaller(in: slug))
        }
        if arguments.has("json") { return try Output.json(members.map(MemberLine.init)) }
        for member in members { Output.line("\(member.email)\t\(member.role.rawValue)\t\(member.createdAt)") }
    }

    static let memberSet = Command(
        "member set", "Gives a member another role.", positional: ["EMAIL"],
        options: [organization, Option("role", "ROLE", "member, manager, admin or owner")]
    ) { arguments in
        let slug = try arguments.required("organization")
        _ = try arguments.required("role")
        guard let role = try arguments.choice("role", of: Role.self) else { return }
        try await Composition.use { library in
            let caller = try await library.commandLineCaller(in: slug)
            let member = try await library.member(email: arguments.positional[0], by: caller)
            _ = try await library.changeMemberRole(member.userID, to: role, by: caller)
        }
    }

    static let memberRemove = Command(
        "member remove", "Ends a membership; the user's API tokens of the organization end with it.", positional: ["EMAIL"],
        options: [organization]
    ) { arguments in
        let slug = try arguments.required("organization")
        try await Composition.use { library in
            let caller = try await library.commandLineCaller(in: slug)
            let member = try await library.member(email: arguments.positional[0], by: caller)
            try await library.removeMember(member.userID, by: caller)
        }
    }
}

/// A member for machines.
private struct MemberLine: Encodable {
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
