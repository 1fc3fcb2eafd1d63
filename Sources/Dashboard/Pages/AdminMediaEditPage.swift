package import Markup

/// Gives a file another logical path (004); works without scripts.
package enum AdminMediaEditPage {
    /// The whole page.
    package static func html(_ model: AdminMediaEditPageModel) -> HTML {
        let (context, organization) = (model.sidebar.context, model.sidebar.organization)
        let t = context.localization
        let path = Field(
            name: "logical_path", label: t("field.logicalPath"), value: model.logicalPath, hint: t("field.logicalPath.hint"),
            error: model.errors.message("logicalPath", t), maxLength: 512, attributes: " autofocus")
        let others = model.errors.filter { $0.field != "logicalPath" }
        return OrganizationPage.html(
            model.sidebar, title: t("adminMedia.renameTitle"),
            content: """
                <section class="setting">
                \(others.isEmpty ? nil : Notice.problem(others.map(\.detail).joined(separator: " "), context))
                <p><bdi>\(model.file.path)</bdi></p>
                <p class="hint">\(t("adminMedia.renameBreaks"))</p>
                <form class="setting-form" method="post" action="\(url: model.file.address(in: organization))">
                \(csrfField(context))<input type="hidden" name="_method" value="PUT">\
                <input type="hidden" name="etag" value="\(model.etag)">
                \(path.html(prefix: "rename"))
                \(RenameBreaks.box(model.pathReferences, isChecked: model.rewritesReferences, prefix: "rename", t))
                <div class="actions"><a class="button" href="\(url: organization.adminMediaPath)">\(t("cancel"))</a>\
                <button class="button primary" type="submit">\(t("adminMedia.rename"))</button></div>
                </form>
                </section>
                """)
    }
}
