internal import Database
package import Library
internal import LibraryStore

extension MediaLibrary {
    /// Changes a document's title or text; what changes nothing leaves no trace.
    ///
    /// Throws ``DocumentError`` `notFound`, `invalidFields`, and `changedMeanwhile` when `entityTag`, the `If-Match` of the request,
    /// names another state.
    package func editDocument(
        _ id: ContentItemID, _ edit: Document.Edit, ifMatch entityTag: String? = nil, by caller: Caller
    ) async throws -> ContentItem {
        try caller.require(.edit)
        let organization = caller.organization.id
        let now = now
        let draft = try edit.applied(to: .newDocument(by: caller, at: now))
        // Before any lock: a function of the text alone.
        let found = edit.markdown == nil ? nil : try await references(in: draft, of: caller.organization)
        do {
            return try await database.write { transaction in
                try await transaction.organizations.lock(organization)
                let before = try await transaction.content.document(id, ifMatch: entityTag, in: organization)
                var after = try edit.applied(to: before)
                if after.title == before.title, after.body == before.body { return before }
                after.revision += 1
                after.updatedAt = now
                try await transaction.content.update(after, in: organization)
                if let found {
                    _ = try await transaction.saveReferences(found.map(\.reference), of: after, by: caller.user?.id, at: now)
                }
                try await transaction.history.record(
                    AuditEntry(
                        by: caller, "document.edit", id, named: after.title, changes: after.changes(since: before), at: now))
                return after
            }
        } catch {
            throw ServiceError.explaining(error)
        }
    }
}

extension ContentTable {
    /// The document, in the state the caller saw.
    func document(_ id: ContentItemID, ifMatch entityTag: String?, in organization: OrganizationID) async throws -> ContentItem {
        guard let document = try await find(id, .document, in: organization) else { throw DocumentError.notFound }
        if let entityTag, !IfMatch.holds(entityTag, for: document.entityTag) { throw DocumentError.changedMeanwhile }
        return document
    }
}

extension ContentItem {
    /// A text is too long for a line of the log: that it changed is told by its size.
    fileprivate func changes(since before: ContentItem) -> [AuditChange] {
        let title = AuditChange.between([("title", before.title, title)])
        if body == before.body { return title }
        return title + [AuditChange("markdown", "\(before.body.utf8.count) B", "\(body.utf8.count) B")]
    }
}
