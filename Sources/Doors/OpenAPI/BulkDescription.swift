internal import Library

/// What `POST /organization/assets/bulk` reads and answers: which fields there are depends on the action.
enum BulkDescription {
    static let schema = JSONSchema.any(of: [
        variant([.tag, .untag], ["tags": .list(of: .tag(isRequired: true), minimum: 1, maximum: Tag.maximumPerAsset)]),
        variant([.move], ["folderId": JSONSchema.id.orNull]),
        variant([.archive, .restore, .purge]),
        variant([.delete], optional: ["force": JSONSchema.flag.orNull]),
    ])

    static let result = JSONSchema.object(
        [
            "id": .id,
            "status": JSONSchema.integer(from: 200, to: 599).described("What the request for it alone would have answered."),
        ],
        optional: [
            "code": JSONSchema.text().described("Of a problem."), "detail": .text(), "usage": UsageDescriptions.uses,
        ])

    private static func variant(
        _ actions: [BulkAction], _ fields: [String: JSONSchema] = [:], optional: [String: JSONSchema] = [:]
    ) -> JSONSchema {
        let common: [String: JSONSchema] = [
            "ids": JSONSchema.list(of: .id, minimum: 1, maximum: BulkRoutes.maximumIDs).unique,
            "action": .choice(actions.map(\.rawValue)),
        ]
        return .object(common.merging(fields) { first, _ in first }, optional: optional)
    }
}
