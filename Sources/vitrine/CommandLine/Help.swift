/// The texts of `--help`.
enum Help {
    static func overview(_ commands: [Command]) -> String {
        let width = commands.map(\.name.count).max() ?? 0
        let lines = commands.map { "  \(padded($0.name, width))  \($0.summary)" }
        return """
            Vitrine, a self-hosted media library.

            Usage: vitrine <command> [options]

            \(lines.joined(separator: "\n"))

            vitrine <command> --help tells more. Configuration is read from the environment: VITRINE_HOST, VITRINE_PORT,
            VITRINE_DATA_DIR, DATABASE_URL, VITRINE_PUBLIC_URL and others; docs/operations.md lists them.
            """
    }

    static func text(of command: Command) -> String {
        let positional = command.positional.map { " \($0)" }.joined()
        var text =
            "\(command.summary)\n\nUsage: vitrine \(command.name)\(positional)\(command.options.isEmpty ? "" : " [options]")"
        if !command.options.isEmpty {
            let names = command.options.map { "--\($0.name)\($0.value.map { " \($0)" } ?? "")" }
            let width = names.map(\.count).max() ?? 0
            text += "\n\n" + zip(names, command.options).map { "  \(padded($0, width))  \($1.summary)" }.joined(separator: "\n")
        }
        if !command.details.isEmpty { text += "\n\n" + command.details.joined(separator: "\n") }
        return text
    }

    private static func padded(_ text: String, _ width: Int) -> String {
        text + String(repeating: " ", count: max(0, width - text.count))
    }
}
