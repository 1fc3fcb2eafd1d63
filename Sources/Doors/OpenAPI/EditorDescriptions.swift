internal import HTTPServer

/// What Markdown editors and readers of documents use (M17, M43).
enum EditorDescriptions {
    static let group = DescriptionGroup(
        name: "Editors", text: "For Markdown editors, and for readers of what they write.", operations: operations)

    private static let filePath = JSONSchema.text().described("The logical path, as documents name the file.")

    private static let operations = [
        OperationDescription(
            .post, "/images/upload", "uploadFromEditor", "Takes a file that was dropped into an editor",
            detail: "A name that is taken as a path gets a number, from -2 to -100. Problems have their sentence in `error` too.",
            body: .form(AssetUploadDescription.schema(part: ImageUploadRoutes.part)),
            answers: [.json(.object(["data": .object(["filePath": filePath])]), "The file is in the library.")],
            problems: [409, 507]),
        OperationDescription(
            .get, "/media/{id}/download", "downloadAsset", "Downloads the file under its original name",
            parameters: [.id("an asset"), .header("Range", .text(format: "byte-range"), "A part of it."), .ifNoneMatch],
            answers: [
                .file(200, "The file.", headers: ["ETag": .text()]), .file(206, "The part.", headers: ["ETag": .text()]),
                .empty(304, "The one you have is still right.", headers: ["ETag": .text()]),
                .empty(412, "A precondition failed."), .empty(416, "The file ends before the range begins."),
            ], problems: [409]),
    ]
}
