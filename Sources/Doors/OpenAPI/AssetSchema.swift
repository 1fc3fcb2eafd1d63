internal import Library

/// An asset as `/organization` answers it; ``AssetBody`` writes it.
enum AssetSchema {
    static let schema = JSONSchema.object(fields)

    static let fields = identity.merging(metadata) { first, _ in first }.merging(picture) { first, _ in first }
        .merging(life) { first, _ in first }

    private static let identity: [String: JSONSchema] = [
        "id": .id,
        "organizationId": .id.orNull,
        "scope": .choice(["organization", "global", "detached"]),
        "folderId": .id.orNull.described("The folder it lies in; null in none."),
        "kind": .choice(AssetKind.self),
        "provider": .choice(AssetProvider.self),
        "storageProvider": .text().orNull.described("What stores the bytes; null for external items."),
        "mimeType": .text().orNull.described("What the bytes are, whatever their name says."),
        "byteSize": .count.orNull,
        "checksum": .text(pattern: "^[0-9a-f]{64}$").orNull.described("SHA-256 of the original."),
        "version": .integer(from: 1).described("Counts the byte versions; a replace makes the next."),
        "isExternal": JSONSchema.flag.described("Whether it is a link, without bytes here."),
    ]

    private static let metadata: [String: JSONSchema] = [
        "title": .text().orNull,
        "description": .text().orNull,
        "label": .text().orNull,
        "altText": .text().orNull,
        "displayName": .text().described("The file name people see."),
        "originalName": .text().described("The name of the file that was uploaded."),
        "logicalPath": .text().orNull.described("Its address inside the library, such as `2026/spec.pdf`."),
        "mediaType": JSONSchema.choice(MediaTypeRole.self).orNull.described("The role a picture plays for a company or person."),
        "visibility": .choice(Visibility.self),
        "publicUrl": .address.orNull.described(
            "Stays the same whatever becomes of name, path and bytes; of a link, where it leads."),
        "sourceUrl": .text().orNull.described("Where a link leads, or a file was fetched from."),
        "tags": .list(of: .text()),
    ]

    private static let picture: [String: JSONSchema] = [
        "thumbnailUrl": .address.orNull,
        "cardUrl": .address.orNull,
        "thumbnailStatus": .choice(["none", "pending", "ready", "failed"]),
        "thumbnailError": .text().orNull,
        "placeholder": .text().orNull.described("A BlurHash to show while the thumbnail loads."),
        "width": .count.orNull,
        "height": .count.orNull,
        "durationSeconds": .number.orNull,
        "aspectRatio": .text().orNull,
        "pageCount": .count.orNull,
        "exif": .map(to: .text()),
    ]

    private static let life: [String: JSONSchema] = [
        "status": .choice(AssetStatus.self),
        "usageCount": .count,
        "createdBy": .id.orNull,
        "createdAt": .moment,
        "updatedAt": .moment,
        "deletedAt": .moment.orNull,
        "deletionError": .text().orNull.described("Why the bytes could not be removed the last time it was tried."),
    ]
}
