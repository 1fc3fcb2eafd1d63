internal import HTTPServer

/// `/files`.
enum FileDescriptions {
    static let group = DescriptionGroup(
        name: "Files", text: "Published bytes, at addresses that stay.", operations: operations)

    private static let key = ParameterDescription.path(
        "key", .text(minimum: 1), "The rest of a public address. It has slashes, which are sent as they are.")

    private static let path = ParameterDescription.path(
        "path", .text(minimum: 1), "The path a file had before it was imported, with slashes as they are.")

    private static let answers = [
        AnswerDescription.file(200, "The file.", headers: ["ETag": .text()]),
        .file(206, "The part.", headers: ["ETag": .text()]),
        .empty(304, "The one you have is still right.", headers: ["ETag": .text()]),
        .empty(412, "A precondition failed."), .empty(416, "The file ends before the range begins."),
    ]

    private static let operations = [
        OperationDescription(
            .get, "/files/{key...}", "readFile", "Reads a file", detail: "Ranges and preconditions work as RFC 9110 has them.",
            parameters: [key, .header("Range", .text(format: "byte-range"), "A part of it."), .ifNoneMatch],
            answers: answers, problems: [404, 410, 503]),
        OperationDescription(
            .options, "/files/{key...}", "askAboutFile", "Tells other origins what they may", parameters: [key],
            answers: [.done("They may read it.")]),
        OperationDescription(
            .get, "/uploads/{path...}", "readImportedFile", "Reads a file by the address it had before it was imported",
            detail: "As its organization imported it, or with the organization's slug and a slash before it.",
            parameters: [path, .header("Range", .text(format: "byte-range"), "A part of it."), .ifNoneMatch],
            answers: answers, problems: [404, 503]),
        OperationDescription(
            .options, "/uploads/{path...}", "askAboutImportedFile", "Tells other origins what they may", parameters: [path],
            answers: [.done("They may read it.")]),
    ]
}
