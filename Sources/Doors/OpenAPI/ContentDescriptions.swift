internal import HTTPServer
internal import JSON
internal import Library

/// Content items.
enum ContentDescriptions {
    static let group = DescriptionGroup(
        name: "Content",
        text: """
            Pages, lessons, documents and whatever else uses assets, as their own systems push them. What a body names of the library is \
            found with every push: asset ids, addresses of this library, logical paths in Markdown.
            """,
        operations: operations,
        schemas: ["Content": content, "ContentList": .page(of: .object(listed))])

    private static let name = [
        ParameterDescription.path(
            "type", type, "What sort of thing it is: `page`, `lesson`, `exercise`, `question`, `document`, or any other name."),
        ParameterDescription.path(
            "externalId",
            .text(
                minimum: 1, maximum: ContentItem.maximumExternalIDCharacters, pattern: TextPattern.uncontrolled),
            "What its own system calls it, percent-encoded."),
    ]

    private static let type = JSONSchema.text(maximum: 64, pattern: "^[a-z][a-z0-9_-]{0,63}$")

    private static let operations = [
        OperationDescription(
            .get, "/organization/content", "listContent", "Lists content items, newest first, without their bodies",
            parameters: [
                .query("type", .any(of: [type, .constant("")]), "Those of this type."),
                .query("q", .words, "Those with this in their title."),
            ] + ParameterDescription.keyset,
            answers: [.json(.reference("ContentList"), "A page of them.")]),
        OperationDescription(
            .get, "/organization/content/{type}/{externalId}", "showContent", "Answers a content item and the assets it names",
            detail: "The entries of a lesson's `videos` and `documents` carry the present name and address of their assets.",
            parameters: name, answers: [.entity(.reference("Content"), "The item.")], problems: [404]),
        OperationDescription(
            .put, "/organization/content/{type}/{externalId}", "saveContent", "Makes a content item, or gives it another state",
            parameters: name + [.ifMatch], body: .json(push),
            answers: [
                .entity(.reference("Content"), status: 201, "It is new."),
                .entity(.reference("Content"), "It was there already."),
            ], problems: [409, 412, 413, 422, 503]),
        OperationDescription(
            .delete, "/organization/content/{type}/{externalId}", "deleteContent", "Deletes a content item; the assets stay",
            parameters: name + [.ifMatch], answers: [.done("It is gone, with every usage in it.")], problems: [404, 412]),
    ]

    private static let push = JSONSchema.object(
        ["title": .text(.title, isRequired: true)],
        optional: [
            "url": JSONSchema.text(
                maximum: WebAddress.maximumBytes,
                pattern: "^(https?://[a-z0-9.-]+[a-z0-9](/[A-Za-z0-9._~/-]*)?|/[A-Za-z0-9._~-]*)?$"
            ).orNull.described("Where people find it: an address, or a path from the root."),
            "body": JSONSchema.any.described("Any JSON value; a text is Markdown."),
            "revision": JSONSchema.integer(
                from: ContentItem.revisions.lowerBound, to: ContentItem.revisions.upperBound
            ).orNull.described(
                "Which state this is, where its own system counts them: 409 when a newer one is stored."),
        ])

    private static let base: [String: JSONSchema] = [
        "id": .id, "type": .text(), "externalId": .text(), "title": .text(), "url": JSONSchema.text().orNull,
        "format": .choice(ContentItem.BodyFormat.self), "revision": .integer(from: 0), "createdAt": .moment, "updatedAt": .moment,
    ]

    private static let listed = base.merging([
        "referenceCount": JSONSchema.count.described("Places in the body that lead to an asset."),
        "brokenCount": JSONSchema.count.described("Places in the body that can name nothing but an asset, and lead nowhere."),
    ]) { own, _ in own }

    private static let content = JSONSchema.object(
        base.merging([
            "body": JSONSchema.any.described("As it was pushed."),
            "references": .list(of: .object(reference)),
            "assets": JSONSchema.map(to: .reference("Asset")).described("By their ids."),
            "unresolved": JSONSchema.list(of: .text()).described("What can name nothing but an asset, and leads nowhere."),
        ]) { own, _ in own })

    private static let reference: [String: JSONSchema] = [
        "slotType": .text(), "slotKey": JSONSchema.text().orNull, "position": JSONSchema.integer().orNull,
        "reference": JSONSchema.text().described("As it is written."), "assetId": JSONSchema.id.orNull,
    ]
}
