/// One verb of the command line.
struct Command: Sendable {
    /// Noun and verb, such as `organization create`.
    let name: String
    /// One sentence.
    let summary: String
    /// The names of the positional arguments, in order; `KEY=VALUE…` takes any number.
    let positional: [String]
    let options: [Option]
    /// What `--help` tells beside the options, line by line.
    let details: [String]
    let run: @Sendable (Arguments) async throws -> Void

    /// An option; without a value name it is a switch.
    struct Option: Sendable {
        let name: String
        let value: String?
        let summary: String

        init(_ name: String, _ value: String? = nil, _ summary: String) {
            self.name = name
            self.value = value
            self.summary = summary
        }
    }

    init(
        _ name: String, _ summary: String, positional: [String] = [], options: [Option] = [], details: [String] = [],
        run: @escaping @Sendable (Arguments) async throws -> Void
    ) {
        self.name = name
        self.summary = summary
        self.positional = positional
        self.options = options
        self.details = details
        self.run = run
    }

    var words: [String] { name.split(separator: " ").map(String.init) }
}

/// The command line is not as the command wants it: exit 2.
struct UsageError: Error {
    let reason: String
}

/// The command ran and failed, or found what must not be: exit 1; without a reason it has said all there is to say.
struct ReportedFailure: Error {
    let reason: String?
}
