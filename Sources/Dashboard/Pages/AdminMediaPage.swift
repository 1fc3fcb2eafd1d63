package import Markup

/// An organization's files by their logical paths (004): search, upload, download, rename, delete; works without scripts.
package enum AdminMediaPage {
    /// The whole page.
    package static func html(_ model: AdminMediaPageModel) -> HTML {
        let t = model.context.localization
        return OrganizationPage.html(
            model.sidebar, title: t("adminMedia.title"), noticeCode: model.problem == nil ? model.noticeCode : nil,
            content: """
                \(model.problem.map { Notice.problem($0, model.context) })
                <p class="hint">\(t("adminMedia.about")) \
                <a href="\(url: model.organization.libraryPath)">\(t("adminMedia.library"))</a></p>
                \(model.canUpload ? AdminMediaUploadForm.html(model) : nil)
                \(search(model))
                \(model.files.isEmpty ? empty(model) : list(model))
                \(Pagination.html(model.pagination, model.context))
                """)
    }

    private static func search(_ model: AdminMediaPageModel) -> HTML {
        let t = model.context.localization
        let clear: HTML? =
            model.search.isEmpty
            ? nil
            : #"<a class="button quiet" href="\#(url: model.organization.adminMediaPath)">\#(t("adminMedia.all"))</a>"#
        return """
            <form class="row-form" method="get" action="/admin/media" role="search">
            <input type="hidden" name="organization" value="\(model.organization.slug)">
            \(Field(name: "q", label: t("adminMedia.search"), value: model.search, maxLength: 200).html(prefix: "admin-media"))
            <button class="button" type="submit">\(t("adminMedia.find"))</button>
            \(clear)
            </form>
            """
    }

    private static func empty(_ model: AdminMediaPageModel) -> HTML {
        #"<p class="hint">\#(model.context.localization(model.search.isEmpty ? "adminMedia.none" : "adminMedia.noneFound"))</p>"#
    }

    private static func list(_ model: AdminMediaPageModel) -> HTML {
        let title = model.context.localization("adminMedia.title")
        return #"<ul class="file-list" aria-label="\#(title)">\#(model.files.map { row($0, model) })</ul>"#
    }

    private static func row(_ file: AdminMediaFileModel, _ model: AdminMediaPageModel) -> HTML {
        let (context, t) = (model.context, model.context.localization)
        let type = typeLabel(mediaType: file.mediaType, kind: file.kind, t)
        return """
            <li>
            \(picture(file, context))
            <div class="what"><p class="file-name"><bdi>\(file.path)</bdi></p>
            <p class="hint">\(file.byteSize.map { "\(type) · \(byteCount($0, t))" } ?? type) · \
            \(t("adminMedia.updated")) \(timeElement(file.updatedAt, context))\
            \(file.useCount > 0 ? " · \(t("usage.count", count: file.useCount))" : nil)</p></div>
            <div class="actions">\(actions(file, model))</div>
            </li>
            """
    }

    private static func picture(_ file: AdminMediaFileModel, _ context: PageContext) -> HTML {
        guard let url = file.thumbnailURL else { return Icon(file.kind).html(context.staticFiles) }
        return #"<img src="\#(url: url)" alt="" width="20" height="20" loading="lazy">"#
    }

    private static func actions(_ file: AdminMediaFileModel, _ model: AdminMediaPageModel) -> HTML {
        let t = model.context.localization
        let name: HTML = #"<span class="visually-hidden"> <bdi>\#(file.path)</bdi></span>"#
        let rename: HTML? =
            model.canEdit
            ? #"<a class="button" href="\#(url: file.address(in: model.organization, "/edit"))">\#(t("adminMedia.rename"))\#(name)</a>"#
            : nil
        let download: HTML? =
            file.hasFile
            ? #"<a class="button" href="\#(url: "/media/\(file.id)/download")">\#(t("adminMedia.download"))\#(name)</a>"#
            : nil
        return "\(rename)\(download)\(model.canDelete ? deletion(of: file, model) : nil)"
    }

    private static func deletion(of file: AdminMediaFileModel, _ model: AdminMediaPageModel) -> HTML {
        let (t, deletion) = (model.context.localization, model.deletion)
        return Confirmation(
            id: "delete-\(file.id)", button: t("delete.button"), about: file.path, question: deletion.question(t),
            consequence: "\(deletion.warning(t)) \(t("adminMedia.breaks"))", confirm: deletion.confirmation(t),
            action: file.address(in: model.organization), fields: [("_method", "DELETE")]
        ).html(model.context)
    }
}
