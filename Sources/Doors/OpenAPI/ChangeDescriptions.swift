internal import HTTPServer
internal import JSON
internal import Library

/// `/organization/changes`.
enum ChangeDescriptions {
    static let group = DescriptionGroup(
        name: "Changes", text: "What happened to assets, in order, for hosts that sync.", operations: operations,
        schemas: ["Change": change])

    private static let operations = [
        OperationDescription(
            .get, "/organization/changes", "listChanges", "Tells what changed since",
            detail: "An asset that changed several times comes once, as it is now. Ask on with `after` = `next`.",
            parameters: [
                .query(
                    "after", JSONSchema.integer(from: 0, to: Int(ChangeRoutes.lastSequence)).unlessGiven(.number(0)),
                    "The `next` of the answer before."),
                .limit,
            ],
            answers: [
                .json(
                    .object(["items": .list(of: .reference("Change")), "next": .count, "hasMore": .flag]),
                    "What comes next in the feed.")
            ])
    ]

    private static let change = JSONSchema.object([
        "sequence": .count,
        "type": .choice(["upsert", "tombstone"]),
        "assetId": .id,
        "at": .moment,
        "asset": JSONSchema.reference("Asset").orNull.described("As it is now; null where it is gone or in Trash."),
    ])
}
