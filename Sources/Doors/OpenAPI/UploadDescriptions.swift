internal import HTTPServer
internal import Library

/// `/organization/assets/uploads`. The tus protocol at `/tus` has a description of its own, which is not repeated here.
enum UploadDescriptions {
    static let group = DescriptionGroup(
        name: "Uploads",
        text: """
            Files whose bytes come by requests of their own: to a signed address, and registered then, or in pieces by the tus protocol \
            at `/tus`. Their room is reserved from the beginning until they are registered, cancelled or expired.
            """,
        operations: operations, schemas: ["Upload": .object(fields), "UploadList": .page(of: .reference("Upload"))])

    private static let request = JSONSchema.object(
        [
            "fileName": .text(minimum: 1),
            "byteSize": JSONSchema.integer(from: 1).described("Exactly; the address takes no other number of bytes."),
            "mimeType": JSONSchema.text(maximum: 127, pattern: "^[A-Za-z0-9!#$&^_.+-]+/[A-Za-z0-9!#$&^_.+-]+$").described(
                "Sent with the bytes. The asset's type is told by the bytes themselves."),
        ],
        optional: [
            "checksum": JSONSchema.text(pattern: "^[0-9A-Fa-f]{64}$").orNull.described(
                "SHA-256. Other bytes are refused when the upload is registered.")
        ])

    private static let address = JSONSchema.object([
        "uploadId": .id,
        "method": .text(),
        "url": JSONSchema.address.described("The object store's or this server's: it opens without a token, until it ends."),
        "headers": JSONSchema.map(to: .text()).described("To be sent with the bytes as they are."),
        "expiresAt": .moment,
    ])

    private static let operations = [
        OperationDescription(
            .get, "/organization/assets/uploads", "listUploads", "Lists the uploads that are no assets yet",
            detail: "One's own; whoever may administer the organization sees everybody's.",
            parameters: ParameterDescription.keyset,
            answers: [.json(.reference("UploadList"), "A page of them, newest first.")]),
        OperationDescription(
            .post, "/organization/assets/uploads", "beginUpload", "Asks for an address to write a file to",
            detail: "When the bytes are there, `POST /organization/assets` with the `uploadId` makes the asset.",
            body: .json(request),
            answers: [.made(address, "Where the bytes go.")], problems: [413, 429, 503]),
        OperationDescription(
            .get, "/organization/assets/uploads/{id}", "readUpload", "Shows an upload", parameters: [.id("an upload")],
            answers: [.json(.reference("Upload"), "How far it is, and what became of it.")], problems: [410]),
        OperationDescription(
            .delete, "/organization/assets/uploads/{id}", "cancelUpload", "Gives an upload up",
            detail: "What has arrived is removed, and its room is free. The asset of a finished upload stays.",
            parameters: [.id("an upload")], answers: [.done("It is forgotten.")]),
        OperationDescription(
            .put, "/organization/assets/uploads/{id}/file", "writeUpload", "Takes in the bytes of an upload",
            detail: "At the address that was signed for it, where no object store takes them.",
            parameters: [
                .path("id", .id, "The upload's id."), .query("organization", .id, "As signed."),
                .query("expires", .count, "As signed."), .query("signature", .text(), "As signed."),
            ],
            body: BodyDescription(content: ["application/octet-stream": .bytes]),
            answers: [.done("They are there.")], problems: [404, 410, 422, 503]),
    ]

    private static let fields: [String: JSONSchema] = [
        "id": .id,
        "method": .choice(UploadMethod.self),
        "fileName": .text(),
        "byteSize": .count,
        "receivedBytes": JSONSchema.count.orNull.described("Null where the bytes go to a signed address."),
        "assetId": JSONSchema.id.orNull.described("What the finished upload became."),
        "createdBy": .id.orNull,
        "createdAt": .moment,
        "expiresAt": .moment,
    ]
}
