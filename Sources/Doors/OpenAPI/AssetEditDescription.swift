internal import Library

/// The fields of an asset that may be written, in an edit and at its upload.
enum AssetEditDescription {
    /// What `AssetEdit(json:)` reads.
    static let schema = JSONSchema.object([:], optional: fields)

    private static let fields: [String: JSONSchema] = [
        "displayName": .text(.displayName, isRequired: true),
        "title": .text(.title).orNull,
        "description": .text(.description).orNull,
        "altText": .text(.altText).orNull,
        "label": .text(.label).orNull,
        "logicalPath": JSONSchema.logicalPath.orNull,
        "folderId": JSONSchema.id.orNull.described("Null takes it out of every folder."),
        "tags": JSONSchema.list(of: .tag(), maximum: Tag.maximumPerAsset).described("All it is to have."),
        "mediaType": JSONSchema.choice(MediaTypeRole.self).orNull,
        "visibility": .choice(Visibility.self),
    ]
}

/// The form of an upload, as `UploadDetails.take` reads it.
enum AssetUploadDescription {
    static let schema = schema(part: "file")

    /// - Parameter part: what the file's part is called.
    static func schema(part: String) -> JSONSchema { .object([part: .bytes], optional: fields) }

    private static let fields: [String: JSONSchema] = [
        "title": .text(.title), "description": .text(.description), "altText": .text(.altText), "label": .text(.label),
        "logicalPath": .logicalPath, "folderId": .id, "tag": .list(of: .tag(), maximum: Tag.maximumPerAsset),
        "mediaType": .choice(MediaTypeRole.self), "visibility": .choice(Visibility.self),
    ]
}

extension JSONSchema {
    /// A tag as `Tag.normalized` takes it.
    static func tag(isRequired: Bool = false) -> JSONSchema {
        text(
            minimum: isRequired ? 1 : nil, maximum: Tag.maximumCharacters,
            pattern: TextPattern.tag(isRequired: isRequired))
    }

    static let logicalPath = text(maximum: LogicalPath.maximumCharacters, pattern: TextPattern.logicalPath)
}
