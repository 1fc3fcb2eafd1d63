package import Markup

/// The Markdown documents of an organization, newest first; works without scripts.
package enum DocumentListPage {
    /// The whole page.
    package static func html(_ model: DocumentListPageModel) -> HTML {
        let t = model.sidebar.context.localization
        return OrganizationPage.html(
            model.sidebar, title: t("documents.title"), noticeCode: model.noticeCode, files: .documents,
            content: """
                \(head(model))
                \(model.rows.isEmpty ? empty(model) : list(model))
                \(Pagination.html(pagination(model), model.sidebar.context))
                """)
    }

    private static func head(_ model: DocumentListPageModel) -> HTML? {
        let t = model.sidebar.context.localization
        let isFirstRun = model.rows.isEmpty && model.search.isEmpty && model.page == 1
        if isFirstRun { return nil }
        let path = model.sidebar.organization.documentsPath
        return """
            <div class="documents-head">
            <form class="row-form" role="search" method="get" action="\(url: path)">
            <div class="field"><label for="documents-q">\(t("documents.search"))</label>
            <input id="documents-q" type="search" name="q" value="\(model.search)" dir="auto" maxlength="500"></div>
            <button class="button" type="submit">\(Icon.search.html(model.sidebar.context.staticFiles))<span>\(t("documents.find"))</span></button>
            </form>
            \(model.canCreate ? new(model) : nil)
            </div>
            """
    }

    private static func new(_ model: DocumentListPageModel) -> HTML {
        """
        <a class="button primary" href="\(url: model.sidebar.organization.documentsPath)/new">\
        \(model.sidebar.context.localization("documents.new"))</a>
        """
    }

    private static func list(_ model: DocumentListPageModel) -> HTML {
        let context = model.sidebar.context
        let rows = model.rows.map { row -> HTML in
            """
            <li>\(Icon.document.html(context.staticFiles))\
            <a href="\(url: "\(model.sidebar.organization.documentsPath)/\(row.id)")"><bdi>\(row.title)</bdi></a>\
            <p class="hint">\(context.localization("documents.changed")) \(timeElement(row.updatedAt, context))</p></li>
            """
        }
        return #"<ul class="documents">\#(rows)</ul>"#
    }

    private static func empty(_ model: DocumentListPageModel) -> HTML {
        let t = model.sidebar.context.localization
        let icon = Icon.document.html(model.sidebar.context.staticFiles)
        if !model.search.isEmpty || model.page > 1 {
            return """
                <div class="empty">\(icon)
                <p>\(model.search.isEmpty ? t("documents.noMore") : t("documents.noneFound", ["text": model.search]))</p>
                <a class="button" href="\(url: model.sidebar.organization.documentsPath)">\(t("documents.all"))</a>
                </div>
                """
        }
        return """
            <div class="empty">\(icon)
            <p>\(t(model.canCreate ? "documents.empty" : "documents.emptyReader"))</p>
            \(model.canCreate ? new(model) : nil)
            </div>
            """
    }

    private static func pagination(_ model: DocumentListPageModel) -> PaginationModel {
        PaginationModel(
            previousURL: model.page > 1 ? address(model, page: model.page - 1) : nil,
            nextURL: model.hasMore ? address(model, page: model.page + 1) : nil)
    }

    private static func address(_ model: DocumentListPageModel, page: Int) -> String {
        let search = model.search.isEmpty ? "" : "q=\(percentEncoded(model.search))&"
        return "\(model.sidebar.organization.documentsPath)?\(search)page=\(page)"
    }
}
