internal import Library

/// The JSON body of `POST /organization/assets`, as ``AssetCreation`` reads it.
enum AssetCreationDescription {
    static let schema = JSONSchema.any(of: [film, link, imported, upload])

    private static let film = variant(
        ["sourceUrl": address("film-address").described("Of a film at YouTube, in any of its forms.")],
        optional: ["provider": JSONSchema.choice(["youtube"]).orNull, "thumbnailUrl": picture])

    private static let link = variant(
        ["sourceUrl": address("web-address").described("Where the asset is: it has no bytes here, and counts to no storage.")],
        optional: [
            "provider": JSONSchema.choice(["generic", "external_url"]).orNull.described(
                "Told by the address unless given. `generic` is not for films at YouTube."),
            "thumbnailUrl": picture,
        ])

    private static let imported = variant([
        "importUrl": address("import-address").described(
            "Of a file the server fetches and stores as an upload. It goes to public addresses, and to those its operator allows."
        )
    ])

    private static let upload = variant([
        "uploadId": JSONSchema.id.described(
            "Of an upload whose bytes have come, by tus or by a presigned request. Other fields add to what was said at its beginning."
        )
    ])

    private static let picture = address("web-address").orNull.described(
        "Of a picture for it, fetched once in the background.")

    private static func variant(_ fields: [String: JSONSchema], optional: [String: JSONSchema] = [:]) -> JSONSchema {
        .object(fields, optional: optional.merging(record) { own, _ in own })
    }

    private static let record: [String: JSONSchema] = [
        "title": .text(.title).orNull, "description": .text(.description).orNull, "altText": .text(.altText).orNull,
        "label": .text(.label).orNull, "logicalPath": JSONSchema.logicalPath.orNull, "folderId": JSONSchema.id.orNull,
        "tags": JSONSchema.list(of: .tag(), maximum: Tag.maximumPerAsset).orNull,
        "mediaType": JSONSchema.choice(MediaTypeRole.self).orNull, "visibility": JSONSchema.choice(Visibility.self).orNull,
    ]

    private static func address(_ format: String) -> JSONSchema {
        .text(maximum: WebAddress.maximumBytes, format: format)
    }
}
