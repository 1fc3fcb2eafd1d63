/// A change of metadata: nil leaves a field as it is, an inner nil clears it.
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

    package init() {}

    /// The metadata after the edit, every text checked and normalized; throws all problems together.
    package func applied(to metadata: AssetMetadata) throws(AssetError) -> AssetMetadata {
        var metadata = metadata
        var problems: [FieldProblem] = []
        if let displayName {
            if let name = TextRule.displayName.check(displayName, &problems) {
                metadata.displayName = name
            } else {
                problems.append(FieldProblem(field: "displayName", code: "required", detail: "displayName must not be empty."))
            }
        }
        func apply(_ change: String??, _ rule: TextRule, _ field: inout String?) {
            guard let change else { return }
            field = change.flatMap { rule.check($0, &problems) }
        }
        apply(title, .title, &metadata.title)
        apply(description, .description, &metadata.description)
        apply(altText, .altText, &metadata.altText)
        apply(label, .label, &metadata.label)
        if !problems.isEmpty { throw .invalidFields(problems) }
        return metadata
    }
}
