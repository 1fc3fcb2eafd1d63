internal import Markup

/// Nothing to show, and one way on.
enum EmptyState {
    static func html(_ scope: LibraryScopeModel) -> HTML {
        scope.query.isFiltered || scope.query.page > 1 ? emptySearch(scope) : firstRun(scope)
    }

    private static func emptySearch(_ scope: LibraryScopeModel) -> HTML {
        let t = scope.context.localization
        let isArchiveAlone = scope.query == LibraryQuery(shelf: .archived, sort: scope.query.sort)
        let sentence =
            isArchiveAlone
            ? t("empty.archive")
            : scope.query.text.isEmpty ? t("empty.filter") : t("empty.search", ["text": scope.query.text])
        return """
            <div class="empty">\(Icon.search.html(scope.context.staticFiles))
            <p>\(sentence)</p>
            <a class="button" href="\(url: scope.organization.libraryPath)" data-action="clear">\(t("empty.clear"))</a>
            </div>
            """
    }

    private static func firstRun(_ scope: LibraryScopeModel) -> HTML {
        let t = scope.context.localization
        guard scope.permissions.canUpload else {
            return #"<div class="empty">\#(Icon.image.html(scope.context.staticFiles))<p>\#(t("empty.firstReader"))</p></div>"#
        }
        return """
            <div class="empty drop-target">\(Icon.upload.html(scope.context.staticFiles))
            <p>\(t("empty.first"))</p>
            <a class="button primary" href="#upload-form" data-action="browse">\(t("upload.browse"))</a>
            </div>
            """
    }
}
