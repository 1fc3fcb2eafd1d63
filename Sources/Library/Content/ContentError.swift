/// Why something about a content item was refused.
package enum ContentError: Failure {
    /// Missing, or of another organization: the same answer (M2).
    case notFound
    /// `If-Match` named another state.
    case changedMeanwhile
    /// What is stored is newer than what was pushed.
    case olderRevision(pushed: Int, stored: Int)
    case tooManyReferences
    /// The way to a reference is longer than an index holds; how it begins.
    case slotTooDeep(String)
    /// What the body is instead of JSON.
    case notJSON(String)
    case invalidFields([FieldProblem])

    package var code: String {
        switch self {
        case .notFound: "content_not_found"
        case .changedMeanwhile: "changed_meanwhile"
        case .olderRevision: "older_revision"
        case .tooManyReferences: "too_many_references"
        case .slotTooDeep: "slot_too_deep"
        case .notJSON: "not_json"
        case .invalidFields: "invalid_fields"
        }
    }

    package var sentence: String {
        switch self {
        case .notFound: "There is no such content item in this organization."
        case .changedMeanwhile: "Somebody else changed this content item meanwhile. Load it again and repeat the change."
        case .olderRevision(let pushed, let stored):
            "Revision \(pushed) is older than the stored one, \(stored). Send the newest state, or a revision from \(stored) on."
        case .tooManyReferences: "A body may name at most \(ContentItem.maximumReferences) assets and addresses."
        case .slotTooDeep(let start):
            "The way to a value in the body may have at most \(ContentItem.maximumSlotKeyBytes) bytes: “\(start)…” is longer."
        case .notJSON(let reason): "The body is not JSON: \(reason)."
        case .invalidFields(let problems): problems.map(\.detail).joined(separator: " ")
        }
    }

    package var fields: [FieldProblem] {
        switch self {
        case .invalidFields(let problems): problems
        case .olderRevision: [FieldProblem(field: "revision", code: code, detail: sentence)]
        case .tooManyReferences, .slotTooDeep, .notJSON: [FieldProblem(field: "body", code: code, detail: sentence)]
        case .notFound, .changedMeanwhile: []
        }
    }
}
