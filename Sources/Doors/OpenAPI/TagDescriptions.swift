internal import HTTPServer
internal import Library

/// `/organization/tags`, and the tags of one asset.
enum TagDescriptions {
    static let group = DescriptionGroup(
        name: "Tags", text: "Words that assets are put under; kept in lower case, with single spaces.", operations: operations,
        schemas: ["Tag": .object(["name": .text(), "assets": .count]), "TagList": .page(of: .reference("Tag"))])

    private static func parameters(_ name: JSONSchema) -> [ParameterDescription] {
        [.id("an asset"), .path("name", name, "The tag."), .ifMatch]
    }

    private static let operations = [
        OperationDescription(
            .get, "/organization/tags", "listTags", "Lists tags, the most used first",
            parameters: [.query("prefix", .words, "What they begin with.")] + ParameterDescription.keyset,
            answers: [.json(.reference("TagList"), "A page of them.")]),
        OperationDescription(
            .put, "/organization/assets/{id}/tags/{name}", "addTag", "Puts an asset under a tag",
            parameters: parameters(.tag(isRequired: true)),
            answers: [.entity(.reference("Asset"), "The asset.")], problems: [422]),
        OperationDescription(
            .delete, "/organization/assets/{id}/tags/{name}", "removeTag", "Takes a tag from an asset",
            parameters: parameters(.text(minimum: 1)),
            answers: [.done("It has it no more.")], problems: [422]),
    ]
}
