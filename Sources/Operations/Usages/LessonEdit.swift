internal import Database
internal import Library
internal import LibraryStore

/// A lesson's next state, made before any lock: its Markdown is parsed elsewhere.
struct LessonEdit: Sendable {
    let before: ContentItem
    /// Nil where the body stays.
    let after: (push: ContentPush, references: [ContentReference])?
}

extension MediaLibrary {
    /// How often a lesson is looked at again that somebody changes meanwhile.
    static let lessonAttempts = 5

    /// What attaching or detaching at `place` writes into the lesson there; nil where no lesson of this library is meant.
    func lessonEdit(
        at place: UsagePlace, by caller: Caller,
        _ change: @Sendable (LessonPayload, ContentItem, any Transaction) async throws -> String?
    ) async throws -> LessonEdit? {
        let organization = caller.organization
        guard let payload = LessonPayload(at: place, in: organization) else { return nil }
        let found = try await database.read { transaction -> (ContentItem, String?)? in
            guard let item = try await transaction.content.find(.lesson, place.target.externalID, in: organization.id) else {
                return nil
            }
            return (item, try await change(payload, item, transaction))
        }
        guard let (item, body) = found else { return nil }
        guard let body else { return LessonEdit(before: item, after: nil) }
        var after = item
        after.body = body
        after.format = .json
        let push = try ContentPush(after).checked()
        let references = try await references(in: after, of: organization).map(\.reference)
        return LessonEdit(before: item, after: (push, references))
    }
}

extension Transaction {
    /// Whether `edit` is still an edit of what is stored; the organization is locked.
    func isCurrent(_ edit: LessonEdit?, at place: UsagePlace, in organization: Organization) async throws -> Bool {
        guard LessonPayload(at: place, in: organization) != nil else { return true }
        let stored = try await content.find(.lesson, place.target.externalID, in: organization.id)
        return stored?.entityTag == edit?.before.entityTag && stored?.body == edit?.before.body
    }

    func save(_ edit: LessonEdit?, by caller: Caller, at now: Timestamp) async throws {
        guard let edit, let (push, references) = edit.after else { return }
        let draft = ContentItem(push, in: caller.organization.id, by: caller, at: now)
        _ = try await save(draft, push, over: edit.before, references, by: caller, at: now)
    }
}
