internal import JSON
internal import Library

/// What a document may say of a company or a person.
enum RecordDocument {
    static func new(_ document: ResourceDocument) throws -> (name: String, media: [AssetID]) {
        let media = try media(of: document)
        var fields = document.fields(besides: RecordResource.computed)
        let name = fields.string("name")
        try fields.end()
        return (name, try media?.mediaIDs() ?? [])
    }

    /// The change that a document asks for: of what is given, and of nothing else.
    ///
    /// - Parameter current: the attributes as they are.
    static func edit(_ document: ResourceDocument, as current: [String: JSONValue]) throws -> RecordEdit {
        let media = try media(of: document)
        var fields = document.fields(besides: RecordResource.computed, as: current)
        let name = fields.has("name") ? fields.string("name") : nil
        try fields.end()
        return RecordEdit(name: name, media: try media.map { .replace(try $0.mediaIDs()) })
    }

    private static func media(of document: ResourceDocument) throws -> [String]? {
        try document.checkRelationships(["medias"])
        return try document.toMany("medias", type: MediaResource.type)
    }
}
