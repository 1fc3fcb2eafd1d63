extension DatabaseError {
    /// The error for what the server refused (PostgreSQL's documentation, appendix A).
    init(_ result: PostgreSQLResult) {
        let state = result.field("C") ?? ""
        switch state {
        case "40001", "40P01", "55P03": self = .busy  // serialization, deadlock, a lock not had in time
        case "23505", "23P01": self = .uniqueViolation(constraint: result.field("n") ?? "")
        case "23503", "23001": self = .foreignKeyViolation
        case "23502": self = .notNullViolation(column: "\(result.field("t") ?? "").\(result.field("c") ?? "")")
        case "23514": self = .checkViolation(constraint: result.field("n") ?? "")
        case "53100": self = .full
        case "58030": self = .io
        case "XX001", "XX002": self = .corrupt
        case "25006", "57014", "25P03": self = .unavailable  // may not be written, took too long, waited too long
        default:
            switch state.prefix(2) {
            case "08", "53", "57", "28", "3D": self = .unavailable
            default: self = .other(code: Int32(state, radix: 36) ?? 0, message: Self.message(result, state))
            }
        }
    }

    /// The server's sentence where it was written before any value was known, about the statement itself; else its code alone, as
    /// the sentence may quote a value.
    private static func message(_ result: PostgreSQLResult, _ state: String) -> String {
        guard state.hasPrefix("42") || state.hasPrefix("0A"), let sentence = result.field("M") else { return state }
        return "\(state): \(sentence)"
    }
}
