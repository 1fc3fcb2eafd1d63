package import Markup

/// The content of an organization, newest first; works without scripts.
package enum ContentListPage {
    /// The whole page.
    package static func html(_ model: ContentListPageModel) -> HTML {
        let t = model.sidebar.context.localization
        return OrganizationPage.html(
            model.sidebar, title: t("content.title"), noticeCode: model.noticeCode, files: .content,
            content: """
                \(search(model))
                \(model.canCreate ? create(model) : nil)
                \(model.rows.isEmpty ? empty(model) : list(model))
                """)
    }

    private static func search(_ model: ContentListPageModel) -> HTML? {
        if model.types.isEmpty { return nil }
        let (context, t) = (model.sidebar.context, model.sidebar.context.localization)
        let options = model.types.map { type -> HTML in
            #"<option value="\#(type)"\#(flag: "selected", type == model.type)>\#(PlaceLink.typeName(type, t))</option>"#
        }
        return """
            <form class="row-form" role="search" method="get" action="\(url: model.sidebar.organization.contentPath)">
            <div class="field"><label for="content-q">\(t("documents.search"))</label>
            <input id="content-q" type="search" name="q" value="\(model.search)" dir="auto" maxlength="500"></div>
            <div class="field"><label for="content-type">\(t("content.type"))</label>
            <select id="content-type" name="type"><option value="">\(t("content.type.all"))</option>\(options)</select></div>
            <button class="button" type="submit">\(Icon.search.html(context.staticFiles))<span>\(t("documents.find"))</span></button>
            </form>
            """
    }

    private static func create(_ model: ContentListPageModel) -> HTML {
        let t = model.sidebar.context.localization
        let links = ["page", "lesson", "exercise", "question"].map { type -> HTML in
            """
            <a class="button" href="\(url: "\(model.sidebar.organization.contentPath)/new?type=\(type)")">\(t("content.new.\(type)"))</a>
            """
        }
        let document: HTML = """
            <a class="button" href="\(url: "\(model.sidebar.organization.documentsPath)/new")">\(t("documents.new"))</a>
            """
        return #"<div class="actions content-new">\#(links)\#(document)</div>"#
    }

    private static func list(_ model: ContentListPageModel) -> HTML {
        let (context, t) = (model.sidebar.context, model.sidebar.context.localization)
        let rows = model.rows.map { row -> HTML in
            let broken: HTML? =
                row.brokenCount == 0
                ? nil : #" · <span class="content-warning">\#(t("content.brokenCount", count: row.brokenCount))</span>"#
            return """
                <li>\(Icon.document.html(context.staticFiles))<a href="\(url: row.address)"><bdi>\(row.title)</bdi></a>\
                <p class="hint">\(PlaceLink.type(row.type, t)) · \(t("content.references", count: row.referenceCount))\(broken) · \
                \(t("documents.changed")) \(timeElement(row.updatedAt, context))</p></li>
                """
        }
        let more = model.next.map { next -> HTML in
            let path = model.sidebar.organization.contentPath
            let filter = "q=\(percentEncoded(model.search))&type=\(percentEncoded(model.type))"
            return #"<p><a class="button" href="\#(url: "\(path)?\(filter)&after=\(next)")">\#(t("records.more"))</a></p>"#
        }
        return #"<ul class="documents">\#(rows)</ul>\#(more)"#
    }

    private static func empty(_ model: ContentListPageModel) -> HTML {
        let (context, t) = (model.sidebar.context, model.sidebar.context.localization)
        let icon = Icon.document.html(context.staticFiles)
        if model.search.isEmpty, model.type.isEmpty {
            return #"<div class="empty">\#(icon)<p>\#(t(model.canCreate ? "content.empty" : "content.emptyReader"))</p></div>"#
        }
        return """
            <div class="empty">\(icon)<p>\(t("content.noneFound"))</p>
            <a class="button" href="\(url: model.sidebar.organization.contentPath)">\(t("content.all"))</a></div>
            """
    }
}
