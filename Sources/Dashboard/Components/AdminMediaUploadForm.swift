internal import Markup

/// The upload form of `/admin/media`: a file and, where somebody wants another than its name, a logical path (004).
enum AdminMediaUploadForm {
    static func html(_ model: AdminMediaPageModel) -> HTML {
        let t = model.context.localization
        let path = Field(
            name: "logical_path", label: t("field.logicalPath"), value: model.typedPath, hint: t("field.logicalPath.hint"),
            error: model.errors.message("logicalPath", t), maxLength: 512)
        return """
            <section class="setting" aria-labelledby="upload-title">
            <h2 id="upload-title">\(t("adminMedia.upload"))</h2>
            \(otherProblem(model))
            <form class="setting-form" method="post" enctype="multipart/form-data" action="\(url: model.organization.adminMediaPath)">
            \(csrfField(model.context))
            \(path.html(prefix: "upload"))
            \(file(model))
            <div class="actions"><button class="button primary" type="submit">\(t("upload.button"))</button></div>
            </form>
            </section>
            """
    }

    private static func file(_ model: AdminMediaPageModel) -> HTML {
        let t = model.context.localization
        let error = model.errors.message("file", t)
        return """
            <div class="field">
            <label for="upload-file">\(t("adminMedia.file"))</label>
            <input id="upload-file" type="file" name="file" required aria-describedby="upload-hint upload-file-error"\
            \(attribute: "aria-invalid", error.map { _ in "true" })>
            <p class="hint" id="upload-hint">\
            \(t("upload.limit", ["size": byteCount(model.sidebar.storage.maxFileBytes, t)]))</p>
            <p class="error" id="upload-file-error"\(flag: "hidden", error == nil)>\(error)</p>
            </div>
            """
    }

    /// What was wrong with neither of the two fields.
    private static func otherProblem(_ model: AdminMediaPageModel) -> HTML? {
        let others = model.errors.filter { $0.field != "logicalPath" && $0.field != "file" }
        return others.isEmpty ? nil : Notice.problem(others.map(\.detail).joined(separator: " "), model.context)
    }
}
