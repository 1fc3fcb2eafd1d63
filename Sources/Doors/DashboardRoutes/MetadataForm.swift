internal import Dashboard
internal import Library

extension MetadataFormModel {
    /// The form as the asset stands.
    init(_ asset: Asset) {
        self.init(
            displayName: asset.metadata.displayName, title: asset.metadata.title ?? "", altText: asset.metadata.altText ?? "",
            description: asset.metadata.description ?? "", label: asset.metadata.label ?? "",
            logicalPath: asset.logicalPath ?? "", tags: asset.tags.joined(separator: ", "),
            mediaType: asset.mediaType?.rawValue ?? "", visibility: asset.visibility.rawValue, etag: asset.entityTag)
    }

    /// Shows what was typed and why it was refused; the tag is the newest version's.
    mutating func keep(_ form: Form, after error: AssetError) {
        displayName = form["displayName"]
        title = form["title"]
        altText = form["altText"]
        description = form["description"]
        label = form["label"]
        logicalPath = form["logicalPath"]
        tags = form["tags"]
        mediaType = form["mediaType"]
        visibility = form["visibility"]
        rewritesReferences = form.has("references")
        errors = FieldErrorModel.all(of: error)
        isConflict = error == .changedMeanwhile
    }
}

extension AssetEdit {
    /// Every field of the page's form: an empty one clears.
    init(_ form: Form) {
        self.init()
        displayName = form["displayName"]
        title = .some(form["title"])
        altText = .some(form["altText"])
        description = .some(form["description"])
        label = .some(form["label"])
        if form.has("logicalPath") { logicalPath = .some(form["logicalPath"]) }
        if form.has("tags") { tags = form["tags"].split(separator: ",").map(String.init) }
        if form.has("mediaType") { mediaType = .some(MediaTypeRole(rawValue: form["mediaType"])) }
        visibility = Visibility(rawValue: form["visibility"])
    }
}

extension FieldErrorModel {
    /// What was wrong with which field; a failure that names no field has an empty one.
    static func all(of failure: any Failure) -> [FieldErrorModel] {
        if failure.fields.isEmpty { return [FieldErrorModel(field: "", code: failure.code, detail: failure.sentence)] }
        return failure.fields.map { FieldErrorModel(field: $0.field, code: $0.code, detail: $0.detail) }
    }
}
