/// A command's arguments, checked against what it declares.
struct Arguments: Sendable {
    private var values: [String: [String]] = [:]
    private var switches: Set<String> = []
    private(set) var positional: [String] = []

    /// Reads `--name value`, `--name=value`, `--switch` and positional arguments; `--` ends the options.
    init(_ arguments: [String], of command: Command) throws {
        var rest = arguments[...]
        while let argument = rest.popFirst() {
            if argument == "--" {
                positional += rest
                break
            }
            guard argument.hasPrefix("--") else {
                positional.append(argument)
                continue
            }
            let parts = argument.dropFirst(2).split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false).map(
                String.init)
            guard let option = command.options.first(where: { $0.name == parts[0] }) else {
                throw UsageError(reason: "there is no option --\(parts[0])")
            }
            if option.value == nil {
                guard parts.count == 1 else { throw UsageError(reason: "--\(option.name) takes no value") }
                switches.insert(option.name)
            } else if let value = parts.count == 2 ? parts[1] : rest.popFirst() {
                values[option.name, default: []].append(value)
            } else {
                throw UsageError(reason: "--\(option.name) needs a value")
            }
        }
        try checkCount(command)
    }

    private func checkCount(_ command: Command) throws {
        let isOpen = command.positional.last?.hasSuffix("…") == true
        if positional.count < command.positional.count {
            throw UsageError(reason: "\(command.positional[positional.count]) is missing")
        }
        if positional.count > command.positional.count, !isOpen {
            throw UsageError(reason: "“\(positional[command.positional.count])” is one argument too many")
        }
    }

    /// Of an option that was given several times, the last value.
    subscript(name: String) -> String? { values[name]?.last }

    /// Every value of an option that may be given several times.
    func all(_ name: String) -> [String] { values[name] ?? [] }

    func has(_ name: String) -> Bool { switches.contains(name) }

    func required(_ name: String) throws -> String {
        guard let value = self[name] else { throw UsageError(reason: "--\(name) is missing") }
        return value
    }

    /// The value as one of a fixed set; nil when it is not given.
    func choice<Choice: RawRepresentable<String> & CaseIterable>(_ name: String, of: Choice.Type) throws -> Choice? {
        try choices(name, of: Choice.self).last
    }

    /// The same for an option that may be given several times.
    func choices<Choice: RawRepresentable<String> & CaseIterable>(_ name: String, of: Choice.Type) throws -> [Choice] {
        try all(name).map { value in
            guard let choice = Choice(rawValue: value) else {
                let choices = Choice.allCases.map(\.rawValue).joined(separator: ", ")
                throw UsageError(reason: "--\(name) is one of \(choices), not “\(value)”")
            }
            return choice
        }
    }

    /// Seconds from `90s`, `15m`, `2h` or `30d`.
    func duration(_ name: String) throws -> Int64? {
        guard let text = self[name] else { return nil }
        guard let seconds = DurationText.seconds(text) else {
            throw UsageError(reason: "--\(name) is a number with s, m, h or d, such as 30d, not “\(text)”")
        }
        return seconds
    }
}

/// A length of time as options and variables give it.
enum DurationText {
    /// Seconds from `90s`, `15m`, `2h` or `30d`; nil for anything else.
    static func seconds(_ text: String) -> Int64? {
        let units: [Character: Int64] = ["s": 1, "m": 60, "h": 3600, "d": 86_400]
        guard let unit = text.last.flatMap({ units[$0] }), let count = Int64(text.dropLast()), (0...100_000_000).contains(count)
        else { return nil }
        return count * unit
    }
}
