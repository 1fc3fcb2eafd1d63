internal import HTTPServer
internal import JSON
internal import Library
internal import Operations

/// `/organization/assets`.
enum AssetDescriptions {
    static let group = DescriptionGroup(
        name: "Assets", text: "Files of an organization's library: upload, find, edit, replace, delete, restore.",
        operations: reading + changing + ending + other,
        schemas: ["Asset": AssetSchema.schema, "AssetList": .page(of: asset), "Storage": storage])

    private static let asset = JSONSchema.reference("Asset")
    private static let id = ParameterDescription.id("an asset")

    private static let reading = [
        OperationDescription(
            .get, "/organization/assets", "listAssets", "Lists and finds assets", parameters: AssetListDescription.parameters,
            answers: [.json(.reference("AssetList"), "A page of them.")]),
        OperationDescription(
            .get, "/organization/assets/storage", "showStorage", "Tells how much is stored",
            answers: [.json(.reference("Storage"), "In bytes, by kind and by what they count to.")]),
        OperationDescription(
            .get, "/organization/assets/{id}", "showAsset", "Shows an asset", parameters: [id],
            answers: [.entity(asset, "The asset.")]),
    ]

    private static let changing = [
        OperationDescription(
            .post, "/organization/assets", "uploadAsset", "Makes an asset: of a file, a link, an address to fetch, an upload",
            detail: """
                A form has the file, which is taken in as it comes; text fields may stand before and after it. JSON names a link, which
                has no bytes here, or where the file is to be fetched from, or an upload whose bytes have come.
                """,
            parameters: [
                .query(
                    "onDuplicate", .choice(OnDuplicate.self).unlessGiven(.string(OnDuplicate.copy.rawValue)),
                    "What to do with a file that is there already, told by its checksum, or a link, told by its address.")
            ],
            body: BodyDescription(content: [
                "multipart/form-data": AssetUploadDescription.schema, "application/json": AssetCreationDescription.schema,
            ]),
            answers: [
                .made(asset, "The asset. `Vitrine-Duplicate-Of` names another with the same bytes.", headers: ["ETag": .text()]),
                .entity(asset, "The asset that was there already, with `onDuplicate=reuse`."),
            ], problems: [409, 507]),
        OperationDescription(
            .patch, "/organization/assets/{id}", "editAsset", "Changes the fields given",
            parameters: [id, .ifMatch, RewritingDescriptions.references],
            body: .json(AssetEditDescription.schema),
            answers: [.entity(asset, RewritingDescriptions.edited)], problems: [409, 503]),
        OperationDescription(
            .put, "/organization/assets/{id}", "putAsset", "Changes the fields given, as PATCH does",
            parameters: [id, .ifMatch, RewritingDescriptions.references],
            body: .json(AssetEditDescription.schema),
            answers: [.entity(asset, RewritingDescriptions.edited)], problems: [409, 503]),
        OperationDescription(
            .post, "/organization/assets/{id}/replace", "replaceAsset", "Puts another file in its place",
            detail: "The id and the public address stay; the version grows.", parameters: [id, .ifMatch],
            body: .form(.object(["file": .bytes])), answers: [.entity(asset, "The asset with its new bytes.")],
            problems: [409, 507]),
    ]

    private static let ending = [
        OperationDescription(
            .post, "/organization/assets/{id}/archive", "archiveAsset",
            "Takes it out of the lists; its address goes on answering",
            parameters: [id, .ifMatch], answers: [.entity(asset, "The asset, archived.")]),
        OperationDescription(
            .delete, "/organization/assets/{id}", "deleteAsset", "Deletes it as the organization's rules say",
            detail: """
                Into Trash, into the archive first, or for good. One that content uses may be kept: then the problem `asset_in_use` has
                the first places in `usage`.
                """,
            parameters: [
                id, .ifMatch,
                .query(
                    "force", .choice(["true", "false"]).unlessGiven(.string("false")),
                    "Delete it although it is in use, or skip the archive, where the rules let that be."),
            ],
            answers: [.done("It is deleted.")], problems: [409]),
        OperationDescription(
            .post, "/organization/assets/{id}/restore", "restoreAsset", "Takes it back from Trash or the archive",
            parameters: [id, .ifMatch], answers: [.entity(asset, "The asset, active again.")], problems: [409]),
        OperationDescription(
            .post, "/organization/assets/{id}/purge", "purgeAsset", "Deletes for good what is in Trash",
            parameters: [id, .ifMatch], answers: [.done("It is gone.")], problems: [409]),
    ]

    private static let other = [
        OperationDescription(
            .post, "/organization/assets/bulk", "changeAssets", "Changes many assets at once",
            detail: "Each for itself: what is refused for one is done for the others.", body: .json(BulkDescription.schema),
            answers: [.json(.object(["results": .list(of: BulkDescription.result)]), "How each came out of it.")]),
        OperationDescription(
            .post, "/organization/assets/{id}/signed-url", "signAddress", "Makes an address that opens the file for a while",
            detail: "Whatever its visibility, and in Trash too.", parameters: [id], body: .json(addressRequest),
            answers: [.json(.object(["url": .address, "expiresAt": .moment]), "The address.")]),
        OperationDescription(
            .put, "/organization/assets/{id}/thumbnail", "setThumbnail", "Chooses the picture that stands for it",
            parameters: [id, .ifMatch],
            body: .form(.object(["file": .bytes]), fileTypes: ["image/png", "image/jpeg", "image/webp", "image/gif"]),
            answers: [.entity(asset, "The asset with its new thumbnail.")], problems: [409, 507]),
        OperationDescription(
            .delete, "/organization/assets/{id}/thumbnail", "resetThumbnail", "Goes back to the picture made from the file",
            parameters: [id, .ifMatch], answers: [.entity(asset, "The asset.")], problems: [409]),
    ]

    private static let addressRequest = JSONSchema.object(
        [:],
        optional: [
            "expiresIn": JSONSchema.integer(
                from: Int(SignedAddress.lifetimes.lowerBound), to: Int(SignedAddress.lifetimes.upperBound)
            ).orNull.unlessGiven(.number(Double(SignedAddress.defaultLifetime))).described("In seconds."),
            "disposition": JSONSchema.choice(["inline", "attachment"]).orNull,
        ])

    private static let storage = JSONSchema.object([
        "totalBytes": .count,
        "bytesByKind": .object(Dictionary(uniqueKeysWithValues: AssetKind.allCases.map { ($0.rawValue, .count) })),
        "internalBytes": .count.described("What is stored here, and counts to the limit."),
        "archivedBytes": .count.described("Of these, what is archived."),
        "trashedBytes": .count.described("Of these, what is in Trash."),
        "reservedBytes": .count.described("Promised to uploads that have not finished."),
        "externalAssetCount": .count,
        "limitBytes": .count,
        "maxFileBytes": .count,
    ])
}
