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
