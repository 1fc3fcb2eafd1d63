/// Why something about a document was refused.
package enum DocumentError: Failure {
    /// Missing, or of another organization: the same answer (M2).
    case notFound
    case tooMany
    case invalidFields([FieldProblem])
    /// `If-Match` named another state of the document.
    case changedMeanwhile

    package var code: String {
        switch self {
        case .notFound: "document_not_found"
        case .tooMany: "too_many_documents"
        case .invalidFields: "invalid_fields"
        case .changedMeanwhile: "changed_meanwhile"
        }
    }

    package var sentence: String {
        switch self {
        case .notFound: "There is no such document in this organization."
        case .tooMany: "An organization may have at most \(Document.maximumCount) documents."
        case .invalidFields(let problems): problems.map(\.detail).joined(separator: " ")
        case .changedMeanwhile: "Somebody else changed this document meanwhile. Load it again and repeat the change."
        }
    }

    package var fields: [FieldProblem] {
        switch self {
        case .invalidFields(let problems): problems
        default: []
        }
    }
}
