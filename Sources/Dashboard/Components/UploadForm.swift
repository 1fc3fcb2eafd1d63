internal import Markup

/// The plain upload form: shown by its `#upload-form` address without scripts, and the file picker's input with them.
enum UploadForm {
    static func html(_ model: LibraryPageModel) -> HTML {
        let scope = model.scope
        let t = scope.context.localization
        let address = scope.query.unfiltered.uploadAddress(in: scope.organization)
        return """
            <section class="upload-form" id="upload-form" aria-labelledby="upload-title">
            <h2 id="upload-title">\(t("upload.title"))</h2>
            <form method="post" enctype="multipart/form-data" action="\(url: address)">
            \(csrfField(scope.context))
            \(model.needsMediaType ? mediaType(t) : nil)
            <div class="field">
            <label for="upload-files">\(t("upload.choose"))</label>
            <input id="upload-files" type="file" name="file" multiple required aria-describedby="upload-hint">
            <p class="hint" id="upload-hint">\(t("upload.limit", ["size": byteCount(model.storage.maxFileBytes, t)]))</p>
            </div>
            <div class="actions"><button class="button primary" type="submit">\(t("upload.button"))</button>\
            <a class="button" href="#results">\(t("cancel"))</a></div>
            </form>
            <p><a href="\(url: scope.query.addressFormAddress(in: scope.organization))">\(t("address.title"))</a></p>
            </section>
            """
    }

    /// What the files are for; asked before they are chosen, as scripts send them at once.
    /// What files are for, where rules ask for it.
    static func mediaType(_ t: Localization) -> HTML {
        let options = ["", "avatar", "logo", "banner"].map { value -> HTML in
            "<option value=\"\(value)\">\(t("mediaType.\(value)"))</option>"
        }
        return """
            <div class="field">
            <label for="upload-media-type">\(t("field.mediaType"))</label>
            <select id="upload-media-type" name="mediaType" required>\(options)</select>
            </div>
            """
    }

    /// What a form upload took and what it refused, file by file.
    static func refusals(_ model: LibraryPageModel) -> HTML? {
        guard !model.uploadRefusals.isEmpty else { return nil }
        let t = model.scope.context.localization
        let rows = model.uploadRefusals.map { refusal -> HTML in
            "<li><bdi>\(refusal.fileName)</bdi>: \(refusal.reason)</li>"
        }
        let taken = model.uploadedCount > 0 ? t("upload.taken", count: model.uploadedCount) : nil
        return """
            <div class="notice problem" role="alert">\(Icon.warning.html(model.scope.context.staticFiles))<div>
            <p>\(t("upload.refused", count: model.uploadRefusals.count)) \(taken)</p>
            <ul>\(rows)</ul>
            </div></div>
            """
    }
}
