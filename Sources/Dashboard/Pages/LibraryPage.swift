package import Markup

/// The media library of an organization.
package enum LibraryPage {
    /// The whole page.
    package static func html(_ model: LibraryPageModel) -> HTML {
        let scope = model.scope
        let t = scope.context.localization
        let body: HTML = """
            <a class="skip-link" href="#results">\(t("skip"))</a>
            \(TopBar.html(scope.context, homePath: scope.organization.libraryPath, organization: scope.organization, hasSidebar: true, hasHelp: true))
            <vitrine-library class="app" data-organization="\(scope.organization.slug)" \
            data-path="\(url: scope.organization.libraryPath)" data-csrf="\(scope.context.csrfToken)" \
            data-max-file-bytes="\(model.storage.maxFileBytes)"\(flag: "data-can-upload", scope.permissions.canUpload)>
            \(Sidebar.html(model.sidebar))
            \(main(model))
            <div class="drawer-slot" id="drawer">\(model.selected.map { DetailPanel.html($0, scope) })</div>
            \(scope.permissions.canDelete ? Dialogs.delete(scope.context) : nil)
            \(Dialogs.page(scope.context))
            \(Dialogs.help(scope.context))
            </vitrine-library>
            """
        return Document.html(
            scope.context, title: "\(t("library.title")) · \(scope.organization.name)",
            files: .library, body: body)
    }

    private static func main(_ model: LibraryPageModel) -> HTML {
        let scope = model.scope
        let t = scope.context.localization
        return """
            <main class="main">
            <h1 class="visually-hidden">\(t("library.titleOf", ["organization": scope.organization.name]))</h1>
            \(Toolbar.html(scope))
            \(Notice.done(model.noticeCode, count: model.noticeCount, undoing: model.undoID, scope))\
            \(model.firstImport.map { FirstImportNotice.html($0, scope.context) })\
            \(UploadForm.refusals(model))\(BulkForm.failures(model))\
            \(model.problem.map { Notice.problem($0, scope.context) })
            \(scope.permissions.canUpload ? UploadForm.html(model) : nil)
            \(Results.html(model.results, scope, openID: model.selected?.card.id))
            </main>
            """
    }
}

/// Pieces of the library page that scripts put into it.
package enum LibraryFragment {
    /// For `fragments/grid`: the results, the way to Trash and the storage summary.
    package static func grid(_ results: ResultsModel, storage: StorageModel, scope: LibraryScopeModel) -> HTML {
        """
        \(Results.html(results, scope))
        \(scope.permissions.canDelete ? Sidebar.trash(scope.organization, storage, scope.context) : nil)
        \(StorageCard.html(storage, scope.context))

        """
    }

    /// For `fragments/folders`: the folders of one level, as items of the tree.
    package static func folders(_ level: FolderLevelModel, scope: LibraryScopeModel) -> HTML {
        "\(FolderTree(scope: scope, top: level).items(level))\n"
    }

    /// For `fragments/tree`: the whole tree, open down to where one is.
    package static func tree(_ top: FolderLevelModel, scope: LibraryScopeModel) -> HTML {
        "\(FolderTree(scope: scope, top: top).html())\n"
    }

    /// For `fragments/notice`: what was done, with the way to take it back.
    package static func notice(_ code: String?, undoing id: String?, scope: LibraryScopeModel) -> HTML {
        "\(Notice.done(code, undoing: id, scope))\n"
    }

    /// For `fragments/asset/{id}`: the detail panel.
    package static func asset(_ asset: AssetDetailModel, scope: LibraryScopeModel) -> HTML {
        "\(DetailPanel.html(asset, scope))\n"
    }

    /// For `fragments/card/{id}`: one card.
    package static func card(_ card: AssetCardModel, scope: LibraryScopeModel) -> HTML {
        "\(AssetCard.html(card, scope))\n"
    }
}
