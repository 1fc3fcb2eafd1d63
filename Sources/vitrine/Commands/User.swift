internal import Glibc
internal import Library
internal import Operations

extension Command {
    static let userCreate = Command(
        "user create",
        "Creates a user, or adds an existing one to an organization. The password comes from VITRINE_PASSWORD or a prompt.",
        positional: ["EMAIL"],
        options: [
            Option("organization", "SLUG", "make the user a member of this organization"),
            Option("role", "ROLE", "member, manager, admin or owner (default member)"),
            Option("superadmin", nil, "the user may act in every organization"),
        ]
    ) { arguments in
        let role = try arguments.choice("role", of: Role.self)
        if role != nil, arguments["organization"] == nil { throw UsageError(reason: "--role needs --organization") }
        let password = Environment.current()["VITRINE_PASSWORD"] ?? Prompt.password()
        let id = try await Composition.use {
            try await $0.createUser(
                email: arguments.positional[0], password: password, isSuperadmin: arguments.has("superadmin"),
                memberOf: arguments["organization"].map { ($0, role ?? .member) })
        }
        Output.line(id.description)
    }

    static let userList = Command(
        "user list", "Lists the accounts.", options: [Option("json", nil, "print JSON")]
    ) { arguments in
        let users = try await Composition.use { try await $0.allUsers() }
        if arguments.has("json") { return try Output.json(users.map(UserLine.init)) }
        for user in users { Output.line("\(user.id)\t\(user.email)\(user.isSuperadmin ? "\tsuperadmin" : "")") }
    }

    static let userSetPassword = Command(
        "user set-password",
        "Gives a user a new password and ends their sessions. The password comes from VITRINE_PASSWORD or a prompt.",
        positional: ["EMAIL"]
    ) { arguments in
        let password = Environment.current()["VITRINE_PASSWORD"] ?? Prompt.password()
        try await Composition.use { try await $0.setPassword(password, email: arguments.positional[0]) }
        Output.line("The password was changed and every session of \(arguments.positional[0]) ended.")
    }

    static let userDelete = Command(
        "user delete",
        "Deletes an account with its sessions, tokens and memberships. What it uploaded stays with the organizations.",
        positional: ["EMAIL"]
    ) { arguments in
        try await Composition.use { library in
            let user = try await library.user(email: arguments.positional[0])
            try await library.deleteUser(user.id, by: ServerCaller(user: nil, door: .commandLine))
        }
        Output.line("\(arguments.positional[0]) was deleted.")
    }
}

/// An account for machines.
private struct UserLine: Encodable {
    let id: String
    let email: String
    let isSuperadmin: Bool
    let createdAt: String

    init(_ user: User) {
        id = user.id.description
        email = user.email
        isSuperadmin = user.isSuperadmin
        createdAt = user.createdAt.description
    }
}

/// Questions on the terminal.
private enum Prompt {
    /// Reads a password without showing it; nil when there is no terminal to ask on.
    static func password() -> String? {
        guard isatty(0) == 1 else { return readLine() }
        var settings = termios()
        tcgetattr(0, &settings)
        var hidden = settings
        hidden.c_lflag &= ~tcflag_t(ECHO)
        tcsetattr(0, TCSAFLUSH, &hidden)
        defer { tcsetattr(0, TCSAFLUSH, &settings) }
        Output.progress("Password: ")
        defer { Output.error("") }
        return readLine()
    }
}
