internal import HTTPServer
internal import JSON
internal import Library

/// Where assets are used.
enum UsageDescriptions {
    static let group = DescriptionGroup(
        name: "Usages",
        text: "Which content uses which asset: declared by attach, or found in content that was pushed here.",
        operations: operations,
        schemas: [
            "Usage": usage, "UsageList": .page(of: .reference("Usage")),
            "BrokenReferenceList": .page(of: .object(brokenReference)),
        ])

    private static let id = ParameterDescription.id("an asset")

    private static let operations = [
        OperationDescription(
            .get, "/organization/assets/{id}/usage", "listUsages", "Lists the places that use an asset, oldest first",
            parameters: [id] + ParameterDescription.keyset, answers: [.json(.reference("UsageList"), "A page of them.")]),
        OperationDescription(
            .post, "/organization/assets/{id}/attach", "attachAsset", "Says that a place uses an asset",
            detail: """
                The place need not be known here: hosts have their own. The media of companies and people (`company_media`, \
                `person_media`) keep to their rules.
                """,
            parameters: [id], body: .json(place),
            answers: [
                .json(.reference("Usage"), status: 201, "It is attached."),
                .json(.reference("Usage"), "It was attached there already."),
            ], problems: [409]),
        OperationDescription(
            .post, "/organization/assets/{id}/detach", "detachAsset", "Takes an asset off a place it was attached at",
            detail: "The asset stays; what is found in content ends where the content is changed.", parameters: [id],
            body: .json(place), answers: [.done("It is not attached there.")]),
        OperationDescription(
            .get, "/organization/references/broken", "listBrokenReferences",
            "Lists what content names of the library and does not find", parameters: ParameterDescription.keyset,
            answers: [.json(.reference("BrokenReferenceList"), "A page of them, item by item.")]),
    ]

    private static let name = JSONSchema.text(pattern: UsagePlace.namePattern)
    private static let targetID = JSONSchema.text(
        maximum: TextRule.usageTarget.maximumCharacters, pattern: TextPattern.plain(isRequired: true))

    private static let place = JSONSchema.object(
        ["targetType": name, "targetId": targetID.described("What its own system calls it."), "slotType": name],
        optional: [
            "slotKey": JSONSchema.text(
                maximum: TextRule.slotKey.maximumCharacters, pattern: TextPattern.plain(isRequired: false)
            ).orNull.described("The way to the slot in a nested body, such as `questions[2].prompt.media`."),
            "position": JSONSchema.integer(
                from: UsagePlace.positions.lowerBound, to: UsagePlace.positions.upperBound
            ).orNull,
        ])

    private static let placeFields: [String: JSONSchema] = [
        "targetType": .text(), "targetId": .text(),
        "targetTitle": JSONSchema.text().orNull.described("Null where the library does not hold the item."),
        "targetUrl": JSONSchema.text().orNull, "slotType": .text(), "slotKey": JSONSchema.text().orNull,
    ]

    private static let usage = JSONSchema.object(
        placeFields.merging([
            "id": .id, "position": JSONSchema.integer().orNull, "origin": .choice(UsageOrigin.self), "createdAt": .moment,
        ]) { own, _ in own })

    private static let brokenReference = placeFields.merging([
        "targetTitle": .text(), "position": JSONSchema.integer().orNull,
        "reference": JSONSchema.text().described("As it is written in the content."),
        "reason": JSONSchema.choice(BrokenReference.Reason.self).described(
            "`trashed`: an asset in Trash would be meant, and restoring it mends the place."),
    ]) { _, own in own }

    /// What a refused deletion says.
    static let uses = JSONSchema.object([
        "count": .count, "places": .list(of: .object(placeFields), maximum: AssetUses.shownPlaces),
    ])

    static let usedContents = JSONSchema.object([
        "count": .count,
        "items": .list(
            of: .object(["id": .id, "displayName": .text(), "usageCount": .count]), maximum: AssetUses.shownPlaces),
    ])
}
