/// Why something about a usage was refused.
package enum UsageError: Failure {
    /// The asset has no such usage.
    case notFound
    /// It was found in the item's body and ends when it is taken out there.
    case extracted
    case invalidFields([FieldProblem])

    package var code: String {
        switch self {
        case .notFound: "usage_not_found"
        case .extracted: "usage_extracted"
        case .invalidFields: "invalid_fields"
        }
    }

    package var sentence: String {
        switch self {
        case .notFound: "The asset has no such usage."
        case .extracted: "This usage is written in the content itself: change the content to end it."
        case .invalidFields(let problems): problems.map(\.detail).joined(separator: " ")
        }
    }

    package var fields: [FieldProblem] {
        if case .invalidFields(let problems) = self { return problems }
        return []
    }
}
