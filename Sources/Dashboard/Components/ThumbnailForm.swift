internal import Markup

/// The forms that choose the picture that stands for an asset, and take it back.
enum ThumbnailForm {
    static func html(_ asset: AssetDetailModel, _ scope: LibraryScopeModel) -> HTML {
        let t = scope.context.localization
        let action = scope.query.formAddress(asset.card.id, in: scope.organization, action: "/thumbnail")
        let error = asset.thumbnailChoiceError.map { t.phrase("thumbnail.error.\($0.code)") ?? $0.detail }
        return """
            <section class="thumbnail-choice" aria-labelledby="thumbnail-heading">
            <h3 id="thumbnail-heading">\(t("thumbnail.title"))</h3>
            <p class="hint">\(t(asset.card.link != nil ? "thumbnail.aboutLink" : asset.hasOwnThumbnail ? "thumbnail.chosen" : "thumbnail.about"))</p>
            <form method="post" enctype="multipart/form-data" action="\(url: action)" aria-labelledby="thumbnail-heading">
            \(csrfField(scope.context))<input type="hidden" name="etag" value="\(asset.form.etag)">
            <div class="field">
            <label for="thumbnail-file">\(t("thumbnail.file"))</label>
            <input id="thumbnail-file" type="file" name="file" required accept="image/*" \
            aria-describedby="thumbnail-file-error"\(attribute: "aria-invalid", error.map { _ in "true" })\
            \(flag: "autofocus", error != nil)>
            <p class="error" id="thumbnail-file-error"\(flag: "hidden", error == nil)>\(error)</p>
            </div>
            <div class="actions"><button class="button" type="submit">\(t("thumbnail.button"))</button></div>
            </form>
            \(asset.hasOwnThumbnail ? resetForm(asset, scope) : nil)
            </section>
            """
    }

    private static func resetForm(_ asset: AssetDetailModel, _ scope: LibraryScopeModel) -> HTML {
        let action = scope.query.formAddress(asset.card.id, in: scope.organization, action: "/thumbnail/reset")
        return """
            <form method="post" action="\(url: action)">\(csrfField(scope.context))\
            <input type="hidden" name="etag" value="\(asset.form.etag)">\
            <button class="button" type="submit">\(scope.context.localization("thumbnail.reset"))</button></form>
            """
    }
}
