internal import Markup

/// Nothing to show, and one way on.
enum EmptyState {
    static func html(_ scope: LibraryScopeModel, hasSubfolders: Bool) -> HTML {
        if scope.query.isFiltered || scope.query.page > 1 { return emptySearch(scope) }
        return scope.query.folder == nil ? firstRun(scope) : emptyFolder(scope, hasSubfolders: hasSubfolders)
    }

    private static func emptyFolder(_ scope: LibraryScopeModel, hasSubfolders: Bool) -> HTML {
        let t = scope.context.localization
        let icon = Icon.folderOpen.html(scope.context.staticFiles)
        if scope.query.folder == .root { return #"<div class="empty">\#(icon)<p>\#(t("empty.root"))</p></div>"# }
        let isReader = !scope.permissions.canUpload
        let sentence = hasSubfolders ? t("empty.folderItself") : isReader ? t("empty.folderReader") : t("empty.folder")
        return """
            <div class="empty\(raw: isReader ? "" : " drop-target")">\(icon)
            <p>\(sentence)</p>
            \(isReader ? nil : browse(t))
            </div>
            """
    }

    private static func browse(_ t: Localization) -> HTML {
        """
        <a class="button primary" href="#upload-form" data-action="browse">\(t("upload.browse"))</a>
        """
    }

    private static func emptySearch(_ scope: LibraryScopeModel) -> HTML {
        let t = scope.context.localization
        let isArchiveAlone = scope.query == LibraryQuery(shelf: .archived, sort: scope.query.sort, folder: scope.query.folder)
        let isUseAlone = scope.query == LibraryQuery(sort: scope.query.sort, use: scope.query.use)
        let sentence =
            isArchiveAlone
            ? t("empty.archive")
            : isUseAlone && scope.query.use != nil
                ? t("empty.use.\(scope.query.use == .used ? "used" : "orphaned")")
                : scope.query.text.isEmpty ? t("empty.filter") : t("empty.search", ["text": scope.query.text])
        return """
            <div class="empty">\(Icon.search.html(scope.context.staticFiles))
            <p>\(sentence)</p>
            <a class="button" href="\(url: scope.query.unfiltered.address(in: scope.organization))" data-action="go">\(t("empty.clear"))</a>
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
            \(browse(t))
            </div>
            """
    }
}
