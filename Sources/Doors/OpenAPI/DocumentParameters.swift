internal import JSON
internal import Library

/// The parameters ``DocumentQuery`` reads.
enum DocumentParameters {
    static func all(_ offer: DocumentQuery.Offer) -> [ParameterDescription] {
        var parameters: [ParameterDescription] = []
        if offer.isList {
            parameters.append(
                .query(
                    "sort", .choice(offer.sorts.flatMap { [$0, "-\($0)"] }), "In which order; `-` for the latest or last first."))
            parameters.append(
                .query(
                    DocumentQuery.pageSize,
                    .integer(from: 1, to: AssetQuery.maximumLimit).unlessGiven(.number(Double(AssetQuery.defaultLimit))),
                    "How many resources a page holds."))
            parameters.append(
                .query(DocumentQuery.pageAfter, .text(format: "cursor"), "As the link `next` of the page before has it."))
        }
        if !offer.includes.isEmpty {
            parameters.append(
                .query("include", members(of: offer.includes), "Relationships whose resources come along, under `included`."))
        }
        for (type, fields) in offer.fields.sorted(by: { $0.key < $1.key }) {
            parameters.append(
                .query("fields[\(type)]", members(of: fields), "Which fields of a `\(type)` to answer with; else all."))
        }
        return parameters
    }

    /// The filter on an attribute of a few values.
    static func filter<Choice: RawRepresentable<String> & CaseIterable>(
        _ attribute: String, of: Choice.Type
    ) -> ParameterDescription {
        let any = Choice.allCases.map(\.rawValue).joined(separator: "|")
        return .query(
            "filter[\(attribute)]", .text(pattern: "^(?:\(any))(?:,(?:\(any)))*$"), "Any of these, with commas between them.")
    }

    /// Some of `names` with commas between them, or none.
    private static func members(of names: Set<String>) -> JSONSchema {
        let any = names.sorted().joined(separator: "|")
        return .text(pattern: "^(?:(?:\(any))(?:,(?:\(any)))*)?$")
    }
}
