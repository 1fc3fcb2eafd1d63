internal import Library

/// What a document may say of a media.
enum MediaDocument {
    /// The change that a document asks for: of what is given, and of nothing else.
    static func edit(_ document: ResourceDocument, _ caller: Caller) throws -> AssetEdit {
        try checkWorkspace(document, caller)
        var fields = document.fields
        var edit = AssetEdit()
        if fields.has("label") { edit.label = .some(fields.optionalString("label")) }
        if fields.has("media_type") { edit.mediaType = .some(fields.choice("media_type", of: MediaTypeRole.self)) }
        refuseComputed(&fields)
        try fields.end()
        return edit
    }

    /// Says of what the library computes that nobody writes it.
    static func refuseComputed(_ fields: inout JSONFields, but writable: Set<String> = ["label", "media_type"]) {
        for name in MediaResource.attributes where !writable.contains(name) {
            fields.refuseIfGiven(name, "read_only", "\(name) is computed here and cannot be written.")
        }
    }

    /// A media belongs to the organization of whoever writes, which may be said and not changed; another is as unknown as a missing one.
    static func checkWorkspace(_ document: ResourceDocument, _ caller: Caller) throws {
        try document.checkRelationships(["workspace"])
        guard let id = try document.toOne("workspace", type: WorkspaceResource.type) else { return }
        guard OrganizationID(id) == caller.organization.id else { throw AccessError.organizationUnknown }
    }
}
