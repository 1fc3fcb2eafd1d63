/// The editable facts of an asset: what is stored, or what was typed when that was refused.
package struct MetadataFormModel: Sendable {
    package var displayName: String
    package var title: String
    package var altText: String
    package var description: String
    package var label: String
    package var logicalPath: String
    /// Separated by commas.
    package var tags: String
    /// What the picture is for, such as `logo`; empty for nothing in particular.
    package var mediaType: String
    /// `public` or `private`.
    package var visibility: String
    /// The version the person edits, sent back as `etag` and `If-Match`.
    package var etag: String
    /// How many references name the asset by its logical path; and whether they are to follow another one (M64).
    package var pathReferences = 0
    package var rewritesReferences = true
    /// Refused fields; each is shown under its field.
    package var errors: [FieldErrorModel]
    /// Someone else saved first: what was typed is kept and `etag` is the newest version's.
    package var isConflict: Bool

    package init(
        displayName: String, title: String, altText: String, description: String, label: String, logicalPath: String = "",
        tags: String = "", mediaType: String = "", visibility: String = "public", etag: String,
        errors: [FieldErrorModel] = [], isConflict: Bool = false
    ) {
        self.displayName = displayName
        self.title = title
        self.altText = altText
        self.description = description
        self.label = label
        self.logicalPath = logicalPath
        self.tags = tags
        self.mediaType = mediaType
        self.visibility = visibility
        self.etag = etag
        self.errors = errors
        self.isConflict = isConflict
    }
}

/// One refused field.
package struct FieldErrorModel: Sendable {
    /// The form field's name, such as `altText`.
    package var field: String
    /// Looked up as `error.<code>` in the locale.
    package var code: String
    /// The server's words, shown when the locale has none for the code.
    package var detail: String

    package init(field: String, code: String, detail: String) {
        self.field = field
        self.code = code
        self.detail = detail
    }
}
