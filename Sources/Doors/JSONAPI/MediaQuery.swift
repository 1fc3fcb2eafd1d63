internal import Library

/// What the query of a request about media may ask, and what the library is asked then.
enum MediaQuery {
    static let includes: Set<String> = ["workspace"]
    static let fields = [MediaResource.type: MediaResource.fields, WorkspaceResource.type: WorkspaceResource.fields]

    static let list = DocumentQuery.Offer(
        includes: includes, fields: fields, sorts: ["created_at", "updated_at"], filters: ["media_type"])
    static let one = DocumentQuery.Offer(includes: includes, fields: fields)

    static func assets(_ query: inout DocumentQuery) -> AssetQuery {
        var assets = AssetQuery(limit: query.size)
        assets.mediaTypes = query.choices("media_type", of: MediaTypeRole.self)
        if let sort = query.sort {
            assets.sort = AssetSort(field: sort.field == "updated_at" ? .updatedAt : .createdAt, descending: sort.descending)
        }
        let sort = assets.sort
        let cursor = query.position { text in ListCursor(text).flatMap { $0.sort == sort ? $0 : nil } }
        if let cursor { assets.position = .after(cursor) }
        return assets
    }
}
