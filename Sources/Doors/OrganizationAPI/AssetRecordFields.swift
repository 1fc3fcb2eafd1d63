internal import Library
internal import Operations

/// What a JSON body that makes an asset says about it beside what it is made of; nil was not given.
struct AssetRecordFields: Sendable {
    private let title: String?
    private let description: String?
    private let altText: String?
    private let label: String?
    private let logicalPath: String?
    /// As it was given, an id or not.
    let folder: String?
    private let tags: [String]?
    private let mediaType: MediaTypeRole?
    private let visibility: Visibility?

    init(_ fields: inout JSONFields) {
        title = fields.optionalString("title")
        description = fields.optionalString("description")
        altText = fields.optionalString("altText")
        label = fields.optionalString("label")
        logicalPath = fields.optionalString("logicalPath")
        folder = fields.optionalString("folderId")
        let isTagged = !fields.isMissing("tags")
        tags = isTagged ? fields.strings("tags") : nil
        if !isTagged { _ = fields.optionalString("tags") }
        mediaType = fields.choice("mediaType", of: MediaTypeRole.self)
        visibility = fields.choice("visibility", of: Visibility.self)
    }

    /// Writes what was given over `details`.
    func apply(to details: inout UploadDetails) {
        if let title { details.title = title }
        if let description { details.description = description }
        if let altText { details.altText = altText }
        if let label { details.label = label }
        if let logicalPath { details.logicalPath = logicalPath }
        if let folder { details.folderID = FolderID(folder) }
        if let tags { details.tags = tags }
        if let mediaType { details.mediaType = mediaType }
        if let visibility { details.visibility = visibility }
    }

    /// Notes what is wrong with the texts.
    func check(requiringMediaType: Bool, _ problems: inout [FieldProblem]) {
        var details = UploadDetails(fileName: "")
        apply(to: &details)
        var edit = details.edit
        if mediaType == nil { edit.mediaType = .some(nil) }
        _ = edit.normalized(requiringMediaType: requiringMediaType, &problems)
    }
}
