internal import Database
package import Library
internal import LibraryStore

extension MediaLibrary {
    /// The organization's tags that begin with `prefix`, in any spelling, the most used first, then by name (M31).
    package func listTags(
        prefix: String? = nil, after cursor: TagCursor? = nil, limit: Int = AssetQuery.defaultLimit, by caller: Caller
    ) async throws -> [Tag] {
        try caller.require(.read)
        var problems: [FieldProblem] = []
        let start = Tag.normalized(prefix ?? "", &problems) ?? ""
        // What no tag's name may be, no tag's name begins with.
        if !problems.isEmpty { return [] }
        do {
            return try await database.read {
                try await $0.tags.list(prefix: start, after: cursor, limit: limit, in: caller.organization.id)
            }
        } catch {
            throw ServiceError.explaining(error)
        }
    }
}
