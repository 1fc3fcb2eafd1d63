extension Asset {
    /// What editors have changed since `former`, for the audit log (M6).
    package func changes(since former: Asset) -> [AuditChange] {
        AuditChange.between(zip(former.editable, editable).map { ($0.field, $0.value, $1.value) })
    }

    private var editable: [(field: String, value: String?)] {
        [
            ("displayName", metadata.displayName), ("title", metadata.title), ("description", metadata.description),
            ("altText", metadata.altText), ("label", metadata.label), ("mediaType", mediaType?.rawValue),
            ("visibility", visibility.rawValue), ("folderId", folderID?.description), ("logicalPath", logicalPath),
            ("tags", tags.joined(separator: ", ")),
        ]
    }
}
