internal import HTTPServer
internal import Library

/// `/detached-assets`.
enum DetachedAssetDescriptions {
    static let group = DescriptionGroup(
        name: "Detached assets", text: "What organizations left that were deleted. A superadmin's.", operations: operations,
        schemas: ["DetachedAsset": schema, "DetachedAssetList": .page(of: .reference("DetachedAsset"))])

    private static let operations = [
        OperationDescription(
            .get, "/detached-assets", "listDetachedAssets", "Lists them", parameters: ParameterDescription.keyset,
            answers: [.json(.reference("DetachedAssetList"), "A page of them.")]),
        OperationDescription(
            .delete, "/detached-assets/{id}", "deleteDetachedAsset", "Deletes one for good",
            parameters: [.id("a detached asset")],
            answers: [.done("It is gone.")], problems: [404]),
    ]

    private static let schema = JSONSchema.object([
        "id": .id,
        "displayName": .text(),
        "kind": .choice(AssetKind.self),
        "mimeType": .text().orNull,
        "byteSize": .count.orNull,
        "status": .choice(AssetStatus.self),
        "publicUrl": .address.orNull,
        "createdAt": .moment,
        "deletionError": .text().orNull,
        "formerOrganization": .object(["id": .id, "slug": .text(), "name": .text(), "deletedAt": .moment]),
    ])
}
