internal import Markup

/// The form for what people write about an asset; it posts as it is, and saves in place with scripts.
enum MetadataForm {
    static func html(_ asset: AssetDetailModel, _ scope: LibraryScopeModel) -> HTML {
        let t = scope.context.localization
        let form = asset.form
        return """
            <form class="metadata" method="post" action="\(url: scope.query.formAddress(asset.card.id, in: scope.organization))" \
            aria-labelledby="metadata-heading">
            \(csrfField(scope.context))<input type="hidden" name="etag" value="\(form.etag)">
            <h3 id="metadata-heading">\(t("metadata.title"))</h3>
            <p class="hint">\(t("metadata.global"))</p>
            \(form.isConflict ? Notice.problem(t("metadata.conflict"), scope.context) : nil)
            \(fields(form, t).map { $0.html(prefix: "metadata") })
            \(RenameBreaks.box(form.pathReferences, isChecked: form.rewritesReferences, prefix: "metadata", t))
            \(choices(form, t).map { $0.html(prefix: "metadata") })
            <div class="actions"><button class="button primary" type="submit">\(t("metadata.save"))</button>\
            <span class="save-state"></span></div>
            </form>
            """
    }

    private static func fields(_ form: MetadataFormModel, _ t: Localization) -> [Field] {
        var fields = [
            Field(name: "displayName", label: t("field.displayName"), value: form.displayName, maxLength: 255),
            Field(name: "title", label: t("field.title"), value: form.title, maxLength: 500),
            Field(
                name: "altText", label: t("field.altText"), value: form.altText, hint: t("field.altText.hint"), rows: 2,
                maxLength: 2000),
            Field(name: "description", label: t("field.description"), value: form.description, rows: 3, maxLength: 10_000),
            Field(name: "label", label: t("field.label"), value: form.label, hint: t("field.label.hint"), maxLength: 255),
            Field(name: "tags", label: t("field.tags"), value: form.tags, hint: t("field.tags.hint")),
            Field(
                name: "logicalPath", label: t("field.logicalPath"), value: form.logicalPath, hint: t("field.logicalPath.hint"),
                maxLength: 512),
        ]
        for index in fields.indices {
            fields[index].error = form.errors.message(fields[index].name, t)
        }
        return fields
    }

    private static func choices(_ form: MetadataFormModel, _ t: Localization) -> [Choice] {
        [
            Choice(
                name: "mediaType", label: t("field.mediaType"),
                options: ["", "avatar", "logo", "banner"].map { ($0, t("mediaType.\($0)")) }, chosen: form.mediaType,
                error: form.errors.message("mediaType", t)),
            Choice(
                name: "visibility", label: t("field.visibility"),
                options: ["public", "private"].map { ($0, t("visibility.\($0)")) }, chosen: form.visibility,
                error: form.errors.message("visibility", t)),
        ]
    }
}
