internal import HTTPServer
internal import Library

/// `/v1/medias`.
enum MediaResourceDescriptions {
    static let group = DescriptionGroup(
        name: "Media resources", text: "Assets as resources of JSON:API 1.1, for records of companies and people.",
        operations: operations,
        schemas: ["Media": media, "Workspace": workspace].merging(DocumentSchema.schemas) { own, _ in own })

    static let reference = JSONSchema.reference("Media")
    private static let included = [JSONSchema.reference("Workspace")]
    private static let one = DocumentSchema.one(reference, including: included)
    static let id = ParameterDescription.id("a media")
    private static let path = "/v1/medias"

    private static let operations = [
        OperationDescription(
            .get, path, "listMedias", "Lists media, the newest first",
            parameters: [DocumentParameters.filter("media_type", of: MediaTypeRole.self)]
                + DocumentParameters.all(MediaQuery.list),
            answers: [.resources(DocumentSchema.page(of: reference, including: included), "A page of them.")]),
        OperationDescription(
            .post, path, "createMedia", "Makes a media of an upload that has come, or of an address",
            parameters: DocumentParameters.all(MediaQuery.one),
            body: DocumentSchema.sent(
                MediaResource.type, attributes: .any(of: [made(of: "url", webAddress), made(of: "upload_id", .id)]), isNew: true,
                relationships: relationships),
            answers: [
                .newResource(one, "The media. `Vitrine-Duplicate-Of` names another like it."),
                .resource(one, "The media that was made of the upload before."),
            ], problems: [409, 410, 507]),
        OperationDescription(
            .get, "\(path)/{id}", "showMedia", "Shows a media", parameters: [id] + DocumentParameters.all(MediaQuery.one),
            answers: [.resource(one, "The media.")]),
        OperationDescription(
            .patch, "\(path)/{id}", "editMedia", "Changes the attributes given",
            detail: "Attributes that are computed may be sent back as they are.",
            parameters: [id, .ifMatch] + DocumentParameters.all(MediaQuery.one),
            body: DocumentSchema.sent(
                MediaResource.type, attributes: .object([:], optional: written), isNew: false, relationships: relationships,
                needsAttributes: false),
            answers: [.resource(one, "The media as it is now.")], problems: [409]),
        OperationDescription(
            .delete, "\(path)/{id}", "deleteMedia", "Deletes a media as the organization's rules say",
            parameters: [id, .ifMatch],
            answers: [.done("It is deleted.")], problems: [409]),
    ]

    private static let mediaType = JSONSchema.choice(MediaTypeRole.self).orNull
    private static let written: [String: JSONSchema] = ["label": JSONSchema.text(.label).orNull, "media_type": mediaType]
    private static let webAddress = JSONSchema.text(format: "web-address").described(
        "Where it is already, by http or https: an external asset.")

    private static func made(of name: String, _ schema: JSONSchema) -> JSONSchema { .object([name: schema], optional: written) }

    /// Whoever writes may say whose it is.
    private static let relationships = [
        "workspace": DocumentSchema.relationship(to: DocumentSchema.identifier(WorkspaceResource.type))
    ]

    private static let media = DocumentSchema.resource(
        MediaResource.type,
        attributes: [
            "media_type": mediaType, "label": JSONSchema.text().orNull,
            "url": JSONSchema.address.orNull.described("Of its bytes, or where an external asset is."), "created_at": .moment,
            "updated_at": JSONSchema.moment.orNull.described("Null until it is edited."), "deleted_at": JSONSchema.moment.orNull,
        ], relationships: ["workspace": .object(["data": DocumentSchema.identifier(WorkspaceResource.type)])])

    private static let workspace = DocumentSchema.resource(
        WorkspaceResource.type, attributes: ["name": .text(), "slug": .text()], hasAddress: false)
}

extension AnswerDescription {
    /// A document.
    static func resources(_ schema: JSONSchema, status: Int = 200, _ text: String, headers: [String: JSONSchema] = [:])
        -> AnswerDescription
    {
        AnswerDescription(status: status, text: text, content: [MediaRange.jsonAPI: schema], headers: headers)
    }

    /// A document about what can be changed.
    static func resource(_ schema: JSONSchema, _ text: String) -> AnswerDescription {
        resources(schema, text, headers: ["ETag": .text()])
    }

    static func newResource(_ schema: JSONSchema, _ text: String) -> AnswerDescription {
        resources(schema, status: 201, text, headers: ["ETag": .text(), "Location": DocumentSchema.reference])
    }
}
