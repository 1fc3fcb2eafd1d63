/// A change of what people write about an asset: nil leaves a field as it is, an inner nil clears it.
package struct AssetEdit: Sendable {
    package var displayName: String?
    package var title: String??
    package var description: String??
    package var altText: String??
    package var label: String??
    package var visibility: Visibility?
    package var mediaType: MediaTypeRole??
    /// An inner nil moves the asset out of every folder.
    package var folderID: FolderID??
    /// An inner nil, as a blank one, stands for the original name (M32).
    package var logicalPath: String??
    /// In place of all the asset has (M31).
    package var tags: [String]?

    package init() {}

    /// The edit with every text normalized; throws all problems together. `requiringMediaType` refuses to clear the media type (M8),
    /// `tagField` is what the client calls tags.
    package func checked(requiringMediaType: Bool = false, tagField: String = "tags") throws(AssetError) -> AssetEdit {
        var problems: [FieldProblem] = []
        let edit = normalized(requiringMediaType: requiringMediaType, tagField: tagField, &problems)
        if !problems.isEmpty { throw .invalidFields(problems) }
        return edit
    }

    /// The same, noting the problems for who has found others.
    package func normalized(
        requiringMediaType: Bool = false, tagField: String = "tags", _ problems: inout [FieldProblem]
    ) -> AssetEdit {
        var edit = self
        edit.displayName = displayName.map { Self.name($0, &problems) }
        edit.title = title.map { $0.flatMap { TextRule.title.check($0, &problems) } }
        edit.description = description.map { $0.flatMap { TextRule.description.check($0, &problems) } }
        edit.altText = altText.map { $0.flatMap { TextRule.altText.check($0, &problems) } }
        edit.label = label.map { $0.flatMap { TextRule.label.check($0, &problems) } }
        edit.logicalPath = logicalPath.map { $0.flatMap { LogicalPath.check($0, &problems) } }
        edit.tags = tags.map { Tag.normalized(all: $0, field: tagField, &problems) }
        if requiringMediaType, case .some(nil) = mediaType { problems.append(Self.mediaTypeRequired) }
        return edit
    }

    private static func name(_ text: String, _ problems: inout [FieldProblem]) -> String {
        let before = problems.count
        if let name = TextRule.displayName.check(text, &problems) { return name }
        if problems.count == before {
            problems.append(FieldProblem(field: "displayName", code: "required", detail: "displayName must not be empty."))
        }
        return ""
    }

    /// What an organization answers whose assets all have a role (M8).
    package static let mediaTypeRequired = FieldProblem(
        field: "mediaType", code: "required",
        detail:
            "This organization's rules ask for a media type: \(MediaTypeRole.allCases.map(\.rawValue).joined(separator: ", "))."
    )
}

extension Asset {
    /// Writes a checked edit over the record. A blank logical path becomes empty, for the store to find the one the original name gives.
    package mutating func take(_ edit: AssetEdit) {
        if let name = edit.displayName { metadata.displayName = name }
        if let title = edit.title { metadata.title = title }
        if let description = edit.description { metadata.description = description }
        if let altText = edit.altText { metadata.altText = altText }
        if let label = edit.label { metadata.label = label }
        if let visibility = edit.visibility { self.visibility = visibility }
        if let mediaType = edit.mediaType { self.mediaType = mediaType }
        if let folderID = edit.folderID { self.folderID = folderID }
        if let logicalPath = edit.logicalPath { self.logicalPath = logicalPath ?? "" }
        if let tags = edit.tags { self.tags = tags }
    }
}
