/// What is wrong with one input field.
package struct FieldProblem: Hashable, Sendable {
    /// The field's name as the caller sent it.
    package let field: String
    /// A stable identifier, such as `too_long`.
    package let code: String
    /// One sentence that says what is wrong and what is accepted.
    package let detail: String

    package init(field: String, code: String, detail: String) {
        self.field = field
        self.code = code
        self.detail = detail
    }
}
