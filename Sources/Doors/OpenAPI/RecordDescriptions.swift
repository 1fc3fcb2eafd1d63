internal import HTTPServer
internal import Library

/// `/v1/companies` and `/v1/people`.
enum RecordDescriptions {
    static let group = DescriptionGroup(
        name: "Companies and people",
        text: "Resources of JSON:API 1.1 that have media: logos, avatars, banners. The newest is the primary one.",
        operations: RecordKind.allCases.flatMap { operations($0) + relationship($0) },
        schemas: Dictionary(uniqueKeysWithValues: RecordKind.allCases.map { ($0.schemaName, resource($0)) }))

    private static func operations(_ kind: RecordKind) -> [OperationDescription] {
        let (one, many, name) = ("\(kind.collection)/{id}", kind.plural, kind.schemaName)
        let document = DocumentSchema.one(.reference(name), including: [MediaResourceDescriptions.reference])
        let page = DocumentSchema.page(of: .reference(name), including: [MediaResourceDescriptions.reference])
        let id = ParameterDescription.id("a \(kind.rawValue)")
        return [
            OperationDescription(
                .get, kind.collection, "list\(many)", "Lists \(many.lowercased()), the newest first",
                parameters: DocumentParameters.all(kind.list), answers: [.resources(page, "A page of them.")]),
            OperationDescription(
                .post, kind.collection, "create\(name)", "Makes a \(kind.rawValue), with media or without",
                parameters: DocumentParameters.all(kind.one),
                body: DocumentSchema.sent(
                    kind.rawValue, attributes: .object(["name": writtenName]), isNew: true, relationships: ["medias": medias]),
                answers: [.newResource(document, "The \(kind.rawValue).")], problems: [409]),
            OperationDescription(
                .get, one, "show\(name)", "Shows a \(kind.rawValue)", parameters: [id] + DocumentParameters.all(kind.one),
                answers: [.resource(document, "The \(kind.rawValue).")]),
            OperationDescription(
                .patch, one, "edit\(name)", "Renames a \(kind.rawValue), or says which media it has",
                detail: "Attributes that are computed may be sent back as they are.",
                parameters: [id, .ifMatch] + DocumentParameters.all(kind.one),
                body: DocumentSchema.sent(
                    kind.rawValue, attributes: .object([:], optional: ["name": writtenName]), isNew: false,
                    relationships: ["medias": medias], needsAttributes: false),
                answers: [.resource(document, "The \(kind.rawValue) as it is now.")], problems: [409]),
            OperationDescription(
                .delete, one, "delete\(name)", "Deletes a \(kind.rawValue); its media stay", parameters: [id, .ifMatch],
                answers: [.done("It is gone.")]),
        ]
    }

    private static func relationship(_ kind: RecordKind) -> [OperationDescription] {
        let (links, name) = ("\(kind.collection)/{id}/relationships/medias", kind.schemaName)
        let id = ParameterDescription.id("a \(kind.rawValue)")
        let body = DocumentSchema.linkage(MediaResource.type)
        let done = AnswerDescription.empty(204, "It is so.", headers: ["ETag": .text()])
        return [
            OperationDescription(
                .get, "\(kind.collection)/{id}/medias", "list\(name)Medias", "Shows the media of a \(kind.rawValue)",
                parameters: [id] + DocumentParameters.all(MediaQuery.one),
                answers: [
                    .resources(
                        DocumentSchema.all(MediaResourceDescriptions.reference, including: [.reference("Workspace")]),
                        "The newest pivot's first.")
                ]),
            OperationDescription(
                .get, links, "show\(name)Medias", "Shows which media a \(kind.rawValue) has", parameters: [id],
                answers: [.resource(DocumentSchema.document(linkage), "Their ids, the newest pivot's first.")]),
            OperationDescription(
                .post, links, "add\(name)Medias", "Adds media; what it has already stays as it is", parameters: [id, .ifMatch],
                body: body, answers: [done], problems: [409]),
            OperationDescription(
                .patch, links, "replace\(name)Medias", "Says which media it has, and no others", parameters: [id, .ifMatch],
                body: body, answers: [done], problems: [409]),
            OperationDescription(
                .delete, links, "remove\(name)Medias", "Takes media off it; they stay in the library",
                parameters: [id, .ifMatch], body: DocumentSchema.linkage(MediaResource.type, id: .text()), answers: [done],
                problems: [409]),
        ]
    }

    private static let writtenName = JSONSchema.text(
        maximum: TextRule.recordName.maximumCharacters, pattern: TextPattern.plain(isRequired: true))
    private static let medias = DocumentSchema.relationship(to: DocumentSchema.identifiers(MediaResource.type))

    private static let linkage: [String: JSONSchema] = [
        "data": DocumentSchema.identifiers(MediaResource.type),
        "links": .object(["self": DocumentSchema.reference, "related": DocumentSchema.reference]),
    ]

    private static let projection: [String: JSONSchema] = [
        "media_id": .id, "label": JSONSchema.text().orNull, "media_type": JSONSchema.choice(MediaTypeRole.self).orNull,
    ]

    private static func resource(_ kind: RecordKind) -> JSONSchema {
        DocumentSchema.resource(
            kind.rawValue,
            attributes: [
                "name": .text(),
                "primary_media": JSONSchema.object(projection.merging(["url": JSONSchema.address.orNull]) { own, _ in own })
                    .orNull.described("The media it was given last, of those that are not deleted."),
                "composite_media_list": .list(of: .object(projection)), "created_at": .moment,
                "updated_at": JSONSchema.moment.orNull.described("Null until it is renamed."),
            ], relationships: ["medias": .object(linkage)])
    }
}

extension RecordKind {
    fileprivate var schemaName: String {
        switch self {
        case .company: "Company"
        case .person: "Person"
        }
    }

    fileprivate var plural: String {
        switch self {
        case .company: "Companies"
        case .person: "People"
        }
    }
}
