internal import Markup

/// Where in the folder tree one is, what can be done with the open folder, and the folders right in it.
enum Whereabouts {
    static func html(_ results: ResultsModel, _ scope: LibraryScopeModel) -> HTML {
        """
        <div class="whereabouts">\(breadcrumb(results, scope))\
        \(scope.permissions.canEdit ? actions(results, scope) : nil)</div>
        """
    }

    private static func breadcrumb(_ results: ResultsModel, _ scope: LibraryScopeModel) -> HTML {
        let t = scope.context.localization
        var places: [(place: FolderPlace?, name: String)] = [(nil, t("folders.all"))]
        if scope.query.folder == .root { places.append((.root, t("folders.none"))) }
        places += results.path.map { (.folder($0.id), $0.name) }
        let last = places.count - 1
        let links = places.enumerated().map { index, place -> HTML in
            let address = scope.query.unfiltered.changed { $0.folder = place.place }.address(in: scope.organization)
            return """
                <li><a href="\(url: address)" data-action="go"\(attribute: "aria-current", index == last ? "page" : nil)>\
                <bdi class="clip" title="\(place.name)">\(place.name)</bdi></a></li>
                """
        }
        return #"<nav class="breadcrumb" aria-label="\#(t("folders.path"))"><ol>\#(links)</ol></nav>"#
    }

    private static func actions(_ results: ResultsModel, _ scope: LibraryScopeModel) -> HTML {
        let t = scope.context.localization
        func deed(_ id: String?, _ action: String, _ icon: Icon, _ words: String, _ more: [(name: String, value: String)] = [])
            -> HTML
        {
            """
            <a class="button quiet small" href="\(url: scope.query.folderAddress(id, in: scope.organization, action: action, more))" \
            data-action="dialog">\(icon.html(scope.context.staticFiles))<span>\(words)</span></a>
            """
        }
        let create = deed(nil, "/new", .folderNew, t("folder.new"), [("in", results.path.last?.id ?? "")])
        guard let folder = results.path.last else { return #"<div class="folder-deeds">\#(create)</div>"# }
        let parent = results.path.dropLast().last?.id ?? ""
        return """
            <div class="folder-deeds">\(create)\(deed(folder.id, "/rename", .rename, t("folder.rename")))\
            \(deed(folder.id, "/move", .move, t("folder.move"), [("in", parent)]))\
            \(scope.permissions.canDelete ? deed(folder.id, "/delete", .trash, t("folder.delete")) : nil)</div>
            """
    }

    /// The folders right in the open one, above its files; nothing while something is looked for.
    static func subfolders(_ level: FolderLevelModel, _ scope: LibraryScopeModel) -> HTML? {
        guard !level.nodes.isEmpty, !scope.query.isFiltered, scope.query.page == 1 else { return nil }
        let t = scope.context.localization
        let tiles = level.nodes.map { node -> HTML in
            let address = scope.query.changed { $0.folder = .folder(node.folder.id) }.address(in: scope.organization)
            return """
                <li><a class="folder-tile" href="\(url: address)" data-action="go">\(Icon.folder.html(scope.context.staticFiles))\
                <bdi class="clip" title="\(node.folder.name)">\(node.folder.name)</bdi></a></li>
                """
        }
        return """
            <ul class="folder-tiles" aria-label="\(t("folders.inside"))">\(tiles)\(level.next.map { more(level, $0, scope) })</ul>
            """
    }

    private static func more(_ level: FolderLevelModel, _ next: String, _ scope: LibraryScopeModel) -> HTML {
        let address = scope.query.unfiltered.folderAddress(
            nil, in: scope.organization, [("in", level.parentID ?? ""), ("after", next)])
        return #"<li><a class="folder-tile" href="\#(url: address)">\#(scope.context.localization("folders.more"))</a></li>"#
    }
}
