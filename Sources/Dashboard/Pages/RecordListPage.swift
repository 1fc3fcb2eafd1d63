package import Markup

/// The companies of an organization, or its people, by name; works without scripts.
package enum RecordListPage {
    /// The whole page.
    package static func html(_ model: RecordListPageModel) -> HTML {
        let t = model.sidebar.context.localization
        return OrganizationPage.html(
            model.sidebar, title: t("records.\(model.kind.plural)"), noticeCode: model.noticeCode, files: .records,
            content: """
                \(model.canCreate ? create(model) : nil)
                \(model.rows.isEmpty ? empty(model) : list(model))
                """)
    }

    private static func create(_ model: RecordListPageModel) -> HTML {
        let t = model.sidebar.context.localization
        let name = Field(
            name: "name", label: t("records.name"), value: model.typedName, error: model.errors.message("name", t),
            maxLength: 255,
            attributes: #" required autocomplete="off""#)
        return """
            <form class="row-form" method="post" action="\(url: model.kind.path(in: model.sidebar.organization))">\
            \(csrfField(model.sidebar.context))
            \(name.html(prefix: "record"))
            <button class="button primary" type="submit">\(t("records.create.\(model.kind.rawValue)"))</button>
            </form>
            """
    }

    private static func list(_ model: RecordListPageModel) -> HTML {
        let (context, t) = (model.sidebar.context, model.sidebar.context.localization)
        let path = model.kind.path(in: model.sidebar.organization)
        let rows = model.rows.map { row -> HTML in
            """
            <li>\(RecordPicture.html(row.primaryMedia?.card, model.kind.icon, context))\
            <a href="\(url: "\(path)/\(row.id)")"><bdi>\(row.name)</bdi></a>\
            <p class="hint">\(t("records.media.count", count: row.mediaCount))</p></li>
            """
        }
        let more = model.next.map { next -> HTML in
            #"<p><a class="button" href="\#(url: path + "?after=" + next)">\#(t("records.more"))</a></p>"#
        }
        return #"<ul class="records">\#(rows)</ul>\#(more)"#
    }

    private static func empty(_ model: RecordListPageModel) -> HTML {
        let (context, t) = (model.sidebar.context, model.sidebar.context.localization)
        let words = model.canCreate ? "records.empty.\(model.kind.plural)" : "records.none.\(model.kind.plural)"
        return #"<div class="empty">\#(model.kind.icon.html(context.staticFiles))<p>\#(t(words))</p></div>"#
    }
}
