internal import Database
package import Library
internal import LibraryStore

extension MediaLibrary {
    /// One page of the organization's content items, newest first, without their bodies.
    package func listContent(_ query: ContentQuery, by caller: Caller) async throws -> ContentPage {
        try caller.require(.read)
        let organization = caller.organization.id
        do {
            return try await database.read { transaction in
                let found = try await transaction.content.list(query, in: organization)
                let shown = Array(found.prefix(query.limit))
                let counts = try await transaction.references.counts(of: shown.map(\.id), in: organization)
                let total = try await transaction.content.boundedCount(query, in: organization)
                let last = found.count > query.limit ? shown.last : nil
                return ContentPage(
                    items: shown.map {
                        ListedContent(
                            item: $0, referenceCount: counts[$0.id]?.found ?? 0, brokenCount: counts[$0.id]?.broken ?? 0)
                    }, next: last.map { ContentPosition(createdAt: $0.createdAt, id: $0.id) },
                    total: total > AssetQuery.exactTotalLimit ? nil : total)
            }
        } catch {
            throw ServiceError.explaining(error)
        }
    }

    /// The types of content that the organization has items of.
    package func contentTypes(by caller: Caller) async throws -> [ContentType] {
        try caller.require(.read)
        do {
            return try await database.read { try await $0.content.types(in: caller.organization.id) }
        } catch {
            throw ServiceError.explaining(error)
        }
    }
}
