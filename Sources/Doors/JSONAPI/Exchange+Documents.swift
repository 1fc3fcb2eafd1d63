internal import HTTPServer
internal import JSON
internal import Library

/// What every route of JSON:API does first, and how it answers with a page.
extension Exchange {
    /// The parameters of the query, after the media types of the request were found acceptable.
    func documentQuery(_ offer: DocumentQuery.Offer) throws -> DocumentQuery {
        try checkAccept()
        try checkUnneededContentType()
        return DocumentQuery(try query(), offer)
    }

    /// The body, a document about one resource.
    ///
    /// - Parameter id: of the resource the address names; nil where one is to be made.
    func resourceDocument(type: String, id: String?) async throws -> ResourceDocument {
        try checkContentType()
        return try ResourceDocument(try await bodyObject(), type: type, id: id)
    }

    /// The body, a document of a relationship: the ids in it.
    func linkage(type: String) async throws -> [String] {
        try checkContentType()
        return try ResourceDocument.linkage(try await bodyObject(), type: type)
    }

    /// One page of a list, with the way to the next.
    func page(_ compound: Compound, _ query: DocumentQuery, next: String?, total: Int?) -> HTTPResponse {
        let links: [String: JSONValue] = [
            "self": .string(query.address(request.path, after: query.after)),
            "first": .string(query.address(request.path, after: nil)),
            "next": .text(next.map { query.address(request.path, after: $0) }),
        ]
        var members = compound.several(query, links: links)
        let count = total.map { JSONValue.number(Double($0)) } ?? .null
        members["meta"] = .object(["page": .object(["total": count, "totalIsExact": .bool(total != nil)])])
        return .document(members)
    }
}
