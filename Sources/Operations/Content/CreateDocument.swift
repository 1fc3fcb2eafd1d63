internal import Database
package import Library
internal import LibraryStore

extension MediaLibrary {
    /// Makes a Markdown document; throws ``DocumentError`` `invalidFields` or `tooMany`.
    package func createDocument(title: String, markdown: String, by caller: Caller) async throws -> ContentItem {
        try caller.require(.edit)
        let organization = caller.organization.id
        let now = now
        let empty = ContentItem(
            id: .make(at: now), organizationID: organization, type: .document, title: "", format: .markdown,
            createdBy: caller.user?.id, createdAt: now, updatedAt: now)
        let document = try Document.Edit(title: title, markdown: markdown).applied(to: empty)
        do {
            try await database.write { transaction in
                guard try await transaction.organizations.lock(organization) else { throw AccessError.organizationUnknown }
                let count = try await transaction.content.count(.document, in: organization)
                if count >= Document.maximumCount { throw DocumentError.tooMany }
                try await transaction.content.insert(document)
                try await transaction.history.record(
                    AuditEntry(
                        by: caller, "document.create", document.id, named: document.title,
                        changes: AuditChange.between([("title", nil, document.title)]), at: now))
            }
        } catch {
            throw ServiceError.explaining(error)
        }
        return document
    }
}
