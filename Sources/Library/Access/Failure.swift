/// An expected failure that a person reads: every feature has one error type of this kind.
///
/// Doors map `code` to their own status in one table; nothing else decides one.
package protocol Failure: Error, Sendable, Equatable {
    /// A stable identifier that clients match, such as `quota_exceeded`.
    var code: String { get }
    /// What is wrong and what would be accepted, in one or two sentences; safe to show to anybody.
    var sentence: String { get }
    /// The fields at fault, where it is about fields.
    var fields: [FieldProblem] { get }
    /// What only the log says, for whoever runs the server: which part failed and how.
    var cause: String? { get }
    /// How long to wait before it can work, where that is known.
    var retryAfterSeconds: Int64? { get }
}

extension Failure {
    package var fields: [FieldProblem] { [] }
    package var cause: String? { nil }
    package var retryAfterSeconds: Int64? { nil }
}
