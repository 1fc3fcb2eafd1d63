package import Markup

/// Adds a file or a link by its address; works without scripts, and stands in a dialog with them.
package enum AddressFormPage {
    /// The whole page.
    package static func html(_ model: AddressFormPageModel) -> HTML {
        let scope = model.scope
        let t = scope.context.localization
        return AskingPage.html(
            scope, title: t("address.title"), problem: model.errors.first { !Self.fields.contains($0.field) }?.detail,
            content: """
                <form method="post" action="\(url: scope.query.addressFormAddress(in: scope.organization))">
                \(csrfField(scope.context))
                \(model.folder.map { #"<p class="hint"><bdi>\#(t("address.into", ["name": $0.name]))</bdi></p>"# as HTML })
                \(address(model, t).html(prefix: "address"))
                \(model.acceptsLinks ? ways(model, t) : nil)
                \(title(model, t).html(prefix: "address"))
                \(tags(model, t).html(prefix: "address"))
                \(model.acceptsLinks ? thumbnail(model, t).html(prefix: "address") : nil)
                \(model.needsMediaType ? mediaType(model, t).html(prefix: "address") : nil)
                \(AskingPage.actions(scope, t("address.add")))
                </form>
                """)
    }

    private static let fields: Set<String> = ["url", "title", "tags", "thumbnailUrl", "mediaType"]

    private static func address(_ model: AddressFormPageModel, _ t: Localization) -> Field {
        Field(
            name: "url", label: t("address.url"), value: model.address, hint: t("address.url.hint"),
            error: model.errors.message("url", t), maxLength: 2048,
            attributes: #" type="url" inputmode="url" autocomplete="off" spellcheck="false" required autofocus"#)
    }

    private static func ways(_ model: AddressFormPageModel, _ t: Localization) -> HTML {
        let choices = AddressFormPageModel.Way.allCases.map { way -> HTML in
            """
            <label class="check"><input type="radio" name="way" value="\(way.rawValue)"\(flag: "checked", way == model.way)> \
            <span>\(t("address.way.\(way.rawValue)"))</span></label>
            """
        }
        return #"<fieldset class="fates"><legend>\#(t("address.way"))</legend>\#(choices)</fieldset>"#
    }

    private static func title(_ model: AddressFormPageModel, _ t: Localization) -> Field {
        Field(
            name: "title", label: t("field.title"), value: model.title, error: model.errors.message("title", t), maxLength: 500)
    }

    private static func tags(_ model: AddressFormPageModel, _ t: Localization) -> Field {
        Field(
            name: "tags", label: t("field.tags"), value: model.tags, hint: t("field.tags.hint"),
            error: model.errors.message("tags", t))
    }

    private static func thumbnail(_ model: AddressFormPageModel, _ t: Localization) -> Field {
        Field(
            name: "thumbnailUrl", label: t("address.thumbnail"), value: model.thumbnail, hint: t("address.thumbnail.hint"),
            error: model.errors.message("thumbnailUrl", t), maxLength: 2048,
            attributes: #" type="url" inputmode="url" autocomplete="off" spellcheck="false""#)
    }

    private static func mediaType(_ model: AddressFormPageModel, _ t: Localization) -> Choice {
        Choice(
            name: "mediaType", label: t("field.mediaType"),
            options: ["", "avatar", "logo", "banner"].map { ($0, t("mediaType.\($0)")) }, chosen: model.mediaType,
            error: model.errors.message("mediaType", t))
    }
}
