internal import JSON
internal import Library

/// What a document may say of a media.
enum MediaDocument {
    /// The change that a document asks for: of what is given, and of nothing else.
    ///
    /// - Parameter current: the attributes as they are.
    static func edit(_ document: ResourceDocument, as current: [String: JSONValue], _ caller: Caller) throws -> AssetEdit {
        try checkWorkspace(document, caller)
        var fields = document.fields(besides: MediaResource.computed, as: current)
        var edit = AssetEdit()
        if fields.has("label") { edit.label = .some(fields.optionalString("label")) }
        if fields.has("media_type") { edit.mediaType = .some(fields.choice("media_type", of: MediaTypeRole.self)) }
        try fields.end()
        return edit
    }

    /// A media belongs to the organization of whoever writes, which may be said and not changed; another is as unknown as a missing one.
    static func checkWorkspace(_ document: ResourceDocument, _ caller: Caller) throws {
        try document.checkRelationships(["workspace"])
        guard let id = try document.toOne("workspace", type: WorkspaceResource.type) else { return }
        guard OrganizationID(id) == caller.organization.id else { throw AccessError.organizationUnknown }
    }
}
