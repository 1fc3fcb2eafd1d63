/// Why something about a usage was refused.
package enum UsageError: Failure {
    /// The asset has no such usage.
    case notFound
    /// It was found in the item's body and ends when it is taken out there.
    case extracted
    /// The media of a company or a person have no keys and positions: the newest is the primary one (M40).
    case ordered(RecordKind)
    /// What should be used instead is no asset of the organization's library: missing or foreign, the same answer (M2).
    case replacementNotFound
    case invalidFields([FieldProblem])

    package var code: String {
        switch self {
        case .notFound: "usage_not_found"
        case .extracted: "usage_extracted"
        case .ordered: "media_ordered"
        case .replacementNotFound: "asset_not_found"
        case .invalidFields: "invalid_fields"
        }
    }

    package var sentence: String {
        switch self {
        case .notFound: "The asset has no such usage."
        case .extracted: "This usage is written in the content itself: change the content to end it."
        case .ordered(let kind):
            "The media in the slot “\(kind.slotType)” are in the order they came in: give no slotKey and no position."
        case .replacementNotFound: "withAssetId names no asset in this organization's library."
        case .invalidFields(let problems): problems.map(\.detail).joined(separator: " ")
        }
    }

    package var fields: [FieldProblem] {
        switch self {
        case .invalidFields(let problems): problems
        case .replacementNotFound: [FieldProblem(field: "withAssetId", code: code, detail: sentence)]
        default: []
        }
    }
}
