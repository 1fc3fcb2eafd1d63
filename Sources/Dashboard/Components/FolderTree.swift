internal import Markup

/// The folders in the sidebar: links in nested lists, open down to where one is; scripts open others one level at a time.
struct FolderTree: Sendable {
    var scope: LibraryScopeModel
    var top: FolderLevelModel

    func html() -> HTML {
        let t = scope.context.localization
        return """
            <nav class="folders" id="folders" aria-labelledby="folders-title">
            <h2 id="folders-title">\(t("folders.title"))</h2>
            <ul>
            \(place(nil, .vitrine, t("folders.all")))
            \(items(top))
            \(place(.root, .other, t("folders.none")))
            </ul>
            </nav>
            """
    }

    /// The items of a level; also the fragment that scripts put into the tree.
    func items(_ level: FolderLevelModel) -> HTML {
        "\(level.nodes.map(item))\(level.next.map { more(level, $0) })"
    }

    private func item(_ node: FolderNodeModel) -> HTML {
        """
        <li data-folder="\(node.folder.id)"><div class="folder-row">\(node.hasFolders ? toggle(node) : nil)\
        \(link(.folder(node.folder.id), node.below == nil ? .folder : .folderOpen, node.folder.name))</div>\
        \(node.below.map { "<ul>\(items($0))</ul>" as HTML })</li>
        """
    }

    private func toggle(_ node: FolderNodeModel) -> HTML {
        """
        <button class="toggle" type="button" aria-expanded="\(raw: node.below == nil ? "false" : "true")" \
        aria-label="\(scope.context.localization("folders.toggle", ["name": node.folder.name]))">\
        \(Icon.next.html(scope.context.staticFiles))</button>
        """
    }

    private func place(_ place: FolderPlace?, _ icon: Icon, _ words: String) -> HTML {
        #"<li><div class="folder-row">\#(link(place, icon, words))</div></li>"#
    }

    private func link(_ place: FolderPlace?, _ icon: Icon, _ words: String) -> HTML {
        let address = LibraryQuery(sort: scope.query.sort, folder: place).address(in: scope.organization)
        return """
            <a href="\(url: address)" data-action="go"\(attribute: "aria-current", place == scope.query.folder ? "page" : nil)>\
            \(icon.html(scope.context.staticFiles))<bdi class="clip" title="\(words)">\(words)</bdi></a>
            """
    }

    private func more(_ level: FolderLevelModel, _ next: String) -> HTML {
        let address = LibraryQuery(sort: scope.query.sort).folderAddress(
            nil, in: scope.organization, [("in", level.parentID ?? ""), ("after", next)])
        return """
            <li class="folder-more"><a href="\(url: address)" data-in="\(level.parentID ?? "")" data-after="\(next)">\
            \(scope.context.localization("folders.more"))</a></li>
            """
    }
}
