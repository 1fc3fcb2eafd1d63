internal import HTTPServer
internal import JSON
internal import Library

/// `/organization/folders`.
enum FolderDescriptions {
    static let group = DescriptionGroup(
        name: "Folders", text: "Folders nest; an asset lies in one or in none.", operations: operations,
        schemas: ["Folder": .object(fields), "FolderList": .page(of: .reference("Folder")), "PlacedFolder": placed])

    private static let id = ParameterDescription.id("a folder")
    private static let folder = JSONSchema.reference("PlacedFolder")
    private static let name = JSONSchema.text(maximum: TextRule.folderName.maximumCharacters, pattern: TextPattern.folderName)
    private static let parent = JSONSchema.id.orNull.described("The folder it lies in; null at the root.")
    private static let edit = BodyDescription.json(.object([:], optional: ["name": name, "parentId": parent]))

    private static let operations = [
        OperationDescription(
            .get, "/organization/folders", "listFolders", "Lists folders, by name",
            parameters: [
                .query("parent", .any(of: [.choice(["root", ""]), .id]), "Directly in this folder, or at the root; else all.")
            ]
                + ParameterDescription.keyset,
            answers: [.json(.reference("FolderList"), "A page of them.")]),
        OperationDescription(
            .post, "/organization/folders", "createFolder", "Makes a folder",
            body: .json(.object(["name": name], optional: ["parentId": parent])),
            answers: [.made(folder, "The folder.", headers: ["ETag": .text()])], problems: [409]),
        OperationDescription(
            .get, "/organization/folders/{id}", "showFolder", "Shows a folder and the way to it", parameters: [id],
            answers: [.entity(folder, "The folder.")]),
        OperationDescription(
            .patch, "/organization/folders/{id}", "editFolder", "Renames or moves a folder", parameters: [id, .ifMatch],
            body: edit,
            answers: [.entity(folder, "The folder as it is now.")], problems: [409]),
        OperationDescription(
            .put, "/organization/folders/{id}", "putFolder", "Renames or moves a folder, as PATCH does",
            parameters: [id, .ifMatch],
            body: edit, answers: [.entity(folder, "The folder as it is now.")], problems: [409]),
        OperationDescription(
            .delete, "/organization/folders/{id}", "deleteFolder", "Deletes a folder",
            parameters: [
                id, .ifMatch,
                .query(
                    "contents", .choice(FolderContents.self).unlessGiven(.string(FolderContents.refuse.rawValue)),
                    "What becomes of what lies in it."),
                .query(
                    "force", .choice(["true", "false"]).unlessGiven(.string("false")),
                    "With `contents=delete`: although assets in it are in use."),
            ],
            answers: [.done("It is gone.")], problems: [409]),
    ]

    private static let fields: [String: JSONSchema] = [
        "id": .id, "parentId": JSONSchema.id.orNull, "name": .text(), "createdAt": .moment, "updatedAt": .moment,
    ]

    private static let placed = JSONSchema.object(
        fields.merging([
            "path": JSONSchema.list(of: .object(["id": .id, "name": .text()])).described("From the root down to itself.")
        ]) { first, _ in first })
}
