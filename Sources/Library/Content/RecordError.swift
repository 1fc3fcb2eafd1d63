/// Why something about a company or a person was refused.
package enum RecordError: Failure {
    /// Missing, or of another organization: the same answer (M2).
    case notFound(RecordKind)
    /// `If-Match` named another state.
    case changedMeanwhile(RecordKind)
    case tooManyMedia
    case invalidFields([FieldProblem])

    package var code: String {
        switch self {
        case .notFound(let kind): "\(kind.rawValue)_not_found"
        case .changedMeanwhile: "changed_meanwhile"
        case .tooManyMedia: "too_many_media"
        case .invalidFields: "invalid_fields"
        }
    }

    package var sentence: String {
        switch self {
        case .notFound(let kind): "There is no such \(kind.rawValue) in this organization."
        case .changedMeanwhile(let kind):
            "Somebody else changed this \(kind.rawValue) meanwhile. Load it again and repeat the change."
        case .tooManyMedia: "A company or a person has at most \(Record.maximumMedia) media."
        case .invalidFields(let problems): problems.map(\.detail).joined(separator: " ")
        }
    }

    package var fields: [FieldProblem] {
        if case .invalidFields(let problems) = self { return problems }
        return []
    }
}
