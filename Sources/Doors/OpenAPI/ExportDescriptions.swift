internal import HTTPServer
internal import Library
internal import Operations

/// `/organization/assets/export`.
enum ExportDescriptions {
    static let group = DescriptionGroup(
        name: "Export", text: "Everything a library holds, to keep or to take elsewhere.", operations: operations)

    private static let operations = [
        OperationDescription(
            .get, "/organization/assets/export", "exportLibrary", "Writes down the library",
            detail: """
                Every asset that is not being deleted, with its usages and an address that opens its file for a day; folders, and content
                items with their bodies. It is sent while it is read: one that cannot be finished breaks off.
                """,
            answers: [.json(manifest, "The manifest.", headers: ["Content-Disposition": .text()])], problems: [503]),
        OperationDescription(
            .get, "/organization/assets/export/archive", "exportArchive", "Packs the library",
            detail: """
                A ZIP archive of every file and, last, `manifest.json`, which says in `file` under which name each lies. A file that cannot
                be read breaks it off: an archive that opens is a whole one.
                """,
            answers: [
                AnswerDescription(
                    status: 200, text: "The archive.", content: ["application/zip": .text()],
                    headers: ["Content-Disposition": .text()])
            ], problems: [503]),
    ]

    private static let manifest = JSONSchema.object([
        "format": .choice([LibraryExport.format]), "version": .count, "exportedAt": .moment,
        "filesUrl": .address.described("What addresses of files at this server begin with."),
        "organization": .object(["id": .id, "slug": .text(), "name": .text(), "profile": .choice(Profile.self)]),
        "folders": .list(of: .object(["id": .id, "parentId": .id.orNull, "name": .text(), "createdAt": .moment])),
        "assets": .list(of: asset), "content": .list(of: content),
    ])

    private static let asset = JSONSchema.object(
        AssetSchema.fields.merging([
            "storageKey": .text().orNull.described("Where the file is kept; nowhere else is it told."),
            "uploadPaths": .list(of: .text()).described("Paths below `/uploads/` that lead to it."),
            "hasOwnThumbnail": .flag, "thumbnailSourceUrl": .text().orNull,
            "downloadUrl": .address.orNull.described("Opens the file until then, whatever its visibility."),
            "downloadUrlExpiresAt": .moment.orNull,
            "usages": .list(of: .reference("Usage")),
        ]) { own, _ in own })

    private static let content = JSONSchema.object([
        "type": .text(), "externalId": .text(), "title": .text(), "url": .text().orNull,
        "format": .choice(ContentItem.BodyFormat.self), "body": .text().described("As it was pushed: JSON or Markdown."),
        "revision": .count, "createdAt": .moment, "updatedAt": .moment,
    ])
}
