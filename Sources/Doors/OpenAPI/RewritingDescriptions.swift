internal import HTTPServer
internal import JSON
internal import Library

/// References rewritten in content.
enum RewritingDescriptions {
    static let group = DescriptionGroup(
        name: "References",
        text: "Content that names another asset, or an asset by its new path: bodies keep every byte that is no reference's.",
        operations: operations)

    private static let id = ParameterDescription.id("an asset")

    private static let operations = [
        OperationDescription(
            .post, "/organization/assets/{id}/replace-usages", "replaceUsages", "Puts another asset wherever this one is used",
            detail: """
                References in content become the other asset's in the same form: an id an id, an address an address, a logical path a \
                logical path. What was attached is attached with the other asset. Each item is saved by itself; asking again goes on \
                where somebody was in the way.
                """,
            parameters: [id], body: .json(.object(["withAssetId": JSONSchema.id.described("The asset to use from now on.")])),
            answers: [
                .json(
                    .object(["replacedUsages": .count, "rewrittenItems": .count, "notRewritten": notRewritten]),
                    "What was replaced.")
            ], problems: [503]),
        OperationDescription(
            .post, "/organization/assets/{id}/rewrite-references", "rewriteReferences",
            "Has Markdown that names this asset by a path it had before name it by the one it has",
            detail: "Only what leads nowhere now is rewritten, and no path that another asset has, or had since.",
            parameters: [id],
            answers: [
                .json(
                    .object(["rewrittenReferences": .count, "rewrittenItems": .count, "notRewritten": notRewritten]),
                    "What was rewritten.")
            ], problems: [503]),
    ]

    /// `?references` of an edit.
    static let references = ParameterDescription.query(
        "references", JSONSchema.choice(RenameReferences.self).unlessGiven(.string(RenameReferences.keep.rawValue)),
        "`rewrite` has Markdown that names the asset by a path it had before follow its new logical path.")

    /// What an edit answers, with what it tells of references by its head.
    static let edited = """
        The asset as it is now. `\(RenameReferences.brokenHeader)` says how many references lead nowhere since it has another logical \
        path, where any does; `\(RenameReferences.rewrittenHeader)` how many followed, where that was asked for.
        """

    private static let notRewritten = JSONSchema.list(
        of: .object([
            "targetType": .text(), "targetId": .text(), "targetTitle": .text(), "targetUrl": JSONSchema.text().orNull,
            "slotType": .text(), "slotKey": JSONSchema.text().orNull, "position": JSONSchema.integer().orNull,
            "reference": JSONSchema.text().described("As it is written in the content."),
            "reason": JSONSchema.choice(NotRewritten.Reason.self).described(
                "`form`: it cannot be written in the same form. `changing`: somebody kept changing the item. `unreadable`: its body."
            ),
        ]), maximum: RewrittenContent.toldPlaces)
}
