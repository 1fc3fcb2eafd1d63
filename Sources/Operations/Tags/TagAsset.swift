internal import Database
package import Library
internal import LibraryStore

extension MediaLibrary {
    /// Gives an asset the tags `adding` and takes the tags `removing` from it (M31); what it has or lacks already changes nothing.
    ///
    /// `entityTag` is the `If-Match` of the request, `field` what it calls a tag. Throws ``AssetError`` `invalidFields`,
    /// `changedMeanwhile`.
    package func tagAsset(
        _ id: AssetID, adding: [String], removing: [String] = [], field: String = "tag", ifMatch entityTag: String? = nil,
        by caller: Caller
    ) async throws -> Asset {
        try caller.require(.edit)
        let (added, removed) = try Self.normalized(adding, removing, field: field)
        return try await change(id, ifMatch: entityTag, by: caller) { asset throws(AssetError) in
            var problems: [FieldProblem] = []
            asset.tags = Tag.normalized(all: Set(asset.tags).subtracting(removed).union(added).sorted(), field: field, &problems)
            if !problems.isEmpty { throw .invalidFields(problems) }
        }
    }

    private static func normalized(
        _ adding: [String], _ removing: [String], field: String
    ) throws(AssetError) -> ([String], [String]) {
        var problems: [FieldProblem] = []
        let names = (
            Tag.normalized(all: adding, field: field, &problems),
            // No asset has a tag that cannot be one.
            removing.compactMap { text -> String? in
                var mistakes: [FieldProblem] = []
                return Tag.normalized(text, &mistakes)
            }
        )
        if names.0.isEmpty, !adding.isEmpty, problems.isEmpty {
            problems.append(FieldProblem(field: field, code: "blank", detail: "A tag must not be empty."))
        }
        if !problems.isEmpty { throw .invalidFields(problems) }
        return names
    }
}
