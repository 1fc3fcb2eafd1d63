internal import Database
package import Library
internal import LibraryStore

extension MediaLibrary {
    /// Makes a Markdown document; throws ``DocumentError`` `invalidFields` or `tooMany`.
    package func createDocument(title: String, markdown: String, by caller: Caller) async throws -> ContentItem {
        try caller.require(.edit)
        let organization = caller.organization.id
        let now = now
        let document = try Document.Edit(title: title, markdown: markdown).applied(to: .newDocument(by: caller, at: now))
        let found = try await references(in: document, of: caller.organization)
        do {
            try await database.write { transaction in
                guard try await transaction.organizations.lock(organization) else { throw AccessError.organizationUnknown }
                let count = try await transaction.content.count(.document, in: organization)
                if count >= Document.maximumCount { throw DocumentError.tooMany }
                try await transaction.content.insert(document)
                _ = try await transaction.saveReferences(
                    found.map(\.reference), of: document, by: caller.user?.id, at: now)
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

extension ContentItem {
    /// A document without a title and a text.
    static func newDocument(by caller: Caller, at now: Timestamp) -> ContentItem {
        ContentItem(
            id: .make(at: now), organizationID: caller.organization.id, type: .document, title: "", format: .markdown,
            createdBy: caller.user?.id, createdAt: now, updatedAt: now)
    }
}
