package import Markup

/// The folders of one level that had no room in the tree; works without scripts.
package enum FolderListPage {
    /// The whole page.
    package static func html(_ model: FolderListPageModel) -> HTML {
        let scope = model.scope
        let t = scope.context.localization
        let rows = model.level.nodes.map { node -> HTML in
            let address = LibraryQuery(sort: scope.query.sort, folder: .folder(node.folder.id)).address(in: scope.organization)
            return """
                <li><a href="\(url: address)">\(Icon.folder.html(scope.context.staticFiles))<bdi class="clip">\(node.folder.name)</bdi></a></li>
                """
        }
        let title = model.path.last.map { t("folders.insideOf", ["name": $0.name]) } ?? t("folders.title")
        return AskingPage.html(
            scope, title: title,
            content: """
                <ul class="folder-list" aria-label="\(title)">\(rows)</ul>
                <div class="actions"><a class="button" href="\(url: scope.query.address(in: scope.organization))">\(t("problem.home"))</a>\
                \(model.level.next.map { more(model, $0) })</div>
                """)
    }

    private static func more(_ model: FolderListPageModel, _ next: String) -> HTML {
        let place = [(name: "in", value: model.path.last?.id ?? ""), (name: "after", value: next)]
        let address = model.scope.query.folderAddress(nil, in: model.scope.organization, place)
        return #"<a class="button" href="\#(url: address)">\#(model.scope.context.localization("folders.more"))</a>"#
    }
}
