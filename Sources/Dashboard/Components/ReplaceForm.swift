internal import Markup

/// The form that puts another file in the place of an asset's.
enum ReplaceForm {
    static func html(_ asset: AssetDetailModel, _ scope: LibraryScopeModel) -> HTML {
        let t = scope.context.localization
        let action = scope.query.formAddress(asset.card.id, in: scope.organization, action: "/replace")
        let error = asset.replaceError.map { t.phrase("replace.error.\($0.code)") ?? $0.detail }
        let types = accepted(asset.card.kind)
        return """
            <form class="replace" method="post" enctype="multipart/form-data" action="\(url: action)" \
            aria-labelledby="replace-heading">
            \(csrfField(scope.context))<input type="hidden" name="etag" value="\(asset.form.etag)">
            <h3 id="replace-heading">\(t("replace.title"))</h3>
            <p class="hint">\(t("replace.about"))</p>
            <div class="field">
            <label for="replace-file">\(t("replace.file"))</label>
            <input id="replace-file" type="file" name="file" required\(attribute: "accept", types) \
            aria-describedby="replace-file-hint replace-file-error"\(attribute: "aria-invalid", error.map { _ in "true" })\
            \(flag: "autofocus", error != nil)>
            <p class="hint" id="replace-file-hint">\(t("replace.hint", ["kind": t("kind.\(asset.card.kind.rawValue)")]))</p>
            <p class="error" id="replace-file-error"\(flag: "hidden", error == nil)>\(error)</p>
            </div>
            <div class="actions"><button class="button" type="submit">\(t("replace.button"))</button></div>
            </form>
            """
    }

    /// What the file dialog offers first; the server looks at the bytes.
    private static func accepted(_ kind: AssetKindModel) -> String? {
        switch kind {
        case .image, .video, .audio: "\(kind.rawValue)/*"
        case .pdf: "application/pdf"
        default: nil
        }
    }
}
