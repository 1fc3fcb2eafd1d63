internal import Database
package import Library
internal import LibraryStore

extension MediaLibrary {
    /// Makes a content item or gives it another state, with the usages its body shows (M36). Declared usages stay.
    ///
    /// Throws ``ContentError`` `invalidFields`, `notJSON`, `tooManyReferences`, `olderRevision`, and `changedMeanwhile` when
    /// `entityTag`, the `If-Match` of the request, names another state; ``MarkdownError`` for texts that cannot be parsed.
    package func saveContent(
        _ push: ContentPush, ifMatch entityTag: String? = nil, by caller: Caller
    ) async throws -> SavedContent {
        try caller.require(.edit)
        let push = try push.checked()
        let now = now
        let draft = ContentItem(push, in: caller.organization.id, by: caller, at: now)
        // Before any lock: a function of the body alone.
        let found = try await references(in: draft, of: caller.organization)
        do {
            return try await database.write { transaction in
                guard try await transaction.organizations.lock(caller.organization.id) else {
                    throw AccessError.organizationUnknown
                }
                let before = try await transaction.content.find(push.type, push.externalID, in: caller.organization.id)
                if let entityTag {
                    guard let before, IfMatch.holds(entityTag, for: before.entityTag) else { throw ContentError.changedMeanwhile }
                }
                return try await transaction.save(draft, push, over: before, found.map(\.reference), by: caller, at: now)
            }
        } catch {
            throw ServiceError.explaining(error)
        }
    }
}

extension Transaction {
    /// Writes the state of an item and what follows from it; the organization is locked. A state that is the stored one is looked
    /// through again, and leaves no trace.
    func save(
        _ draft: ContentItem, _ push: ContentPush, over before: ContentItem?, _ references: [ContentReference], by caller: Caller,
        at now: Timestamp
    ) async throws -> SavedContent {
        if let before, let revision = push.revision, revision < before.revision {
            throw ContentError.olderRevision(pushed: revision, stored: before.revision)
        }
        let item = before.map { draft.replacing($0, revision: push.revision, at: now) } ?? draft
        if let before {
            if item.isSameState(as: before) {
                return SavedContent(
                    item: before, isNew: false,
                    unresolved: try await saveReferences(references, of: before, by: caller.user?.id, at: now))
            }
            try await content.update(item, in: item.organizationID)
        } else {
            try await settle(caller, as: item.id)
            try await content.insert(item)
        }
        let unresolved = try await saveReferences(references, of: item, by: caller.user?.id, at: now)
        try await history.record(
            AuditEntry(
                by: caller, before == nil ? "content.create" : "content.edit", item.id, named: item.title,
                changes: item.changes(since: before), at: item.updatedAt))
        return SavedContent(item: item, isNew: before == nil, unresolved: unresolved)
    }
}

extension ContentItem {
    init(_ push: ContentPush, in organization: OrganizationID, by caller: Caller, at now: Timestamp) {
        self.init(
            id: .make(at: now), organizationID: organization, type: push.type, externalID: push.externalID, title: push.title,
            url: push.url, body: push.body, format: push.format, revision: push.revision ?? 1, createdBy: caller.user?.id,
            createdAt: now, updatedAt: now)
    }

    /// This state in the place of the one before.
    fileprivate func replacing(_ before: ContentItem, revision: Int?, at now: Timestamp) -> ContentItem {
        var item = before
        item.title = title
        item.url = url
        item.body = body
        item.format = format
        let isSame = item.isSameState(as: before)
        item.revision = revision ?? (isSame ? before.revision : before.revision + 1)
        if !isSame { item.updatedAt = max(now, Timestamp(microseconds: before.updatedAt.microseconds + 1)) }
        return item
    }

    fileprivate func isSameState(as other: ContentItem) -> Bool {
        title == other.title && url == other.url && body == other.body && format == other.format && revision == other.revision
    }

    /// A body is too long for a line of the log: that it changed is told by its size.
    func changes(since before: ContentItem?) -> [AuditChange] {
        var changes = AuditChange.between([
            ("type", before?.type.name, type.name), ("title", before?.title, title), ("url", before?.url, url),
        ])
        if body != before?.body {
            changes.append(AuditChange("body", before.map { "\($0.body.utf8.count) B" }, "\(body.utf8.count) B"))
        }
        return changes
    }
}
