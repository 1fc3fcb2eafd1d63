/// One media type of a `Content-Type` or `Accept` field, with its parameters (RFC 9110 8.3, 12.5.1).
package struct MediaRange: Sendable {
    /// In lower case, without its parameters: `text/html`, `*/*`.
    package let type: String
    /// The names of all parameters, in lower case; in an `Accept` field the weight `q` is among them.
    package let parameters: [String]
    private let values: [String]

    /// Nil for what cannot be read.
    package init?(_ field: String) {
        guard let parsed = HeaderParameters(field), parsed.value.contains("/") else { return nil }
        type = parsed.value
        parameters = parsed.names
        values = parsed.names.map { parsed[$0] ?? "" }
    }

    package subscript(parameter: String) -> String? {
        parameters.firstIndex(of: parameter).map { values[$0] }
    }

    /// The members of an `Accept` field; those that cannot be read are left out.
    package static func list(_ field: String) -> [MediaRange] {
        var members = [""]
        var isQuoted = false
        var isEscaped = false
        for character in field {
            if character == ",", !isQuoted {
                members.append("")
                continue
            }
            if character == "\"", !isEscaped { isQuoted.toggle() }
            isEscaped = character == "\\" && !isEscaped && isQuoted
            members[members.count - 1].append(character)
        }
        return members.compactMap { MediaRange($0) }
    }
}
