internal import Markup

/// The style sheets and scripts of a page.
struct PageFiles {
    var styles: [String]
    /// The module that starts the page's scripts.
    var script: String?
    /// What the module imports, near and far: fetched at once instead of one level after another.
    var modules: [String] = []

    static let plain = PageFiles(styles: ["plain.css", "asking.css", "usages.css"])

    static let settings = PageFiles(styles: ["library.css", "sidebar.css", "settings.css", "people.css", "trash.css"])

    static let records = PageFiles(styles: settings.styles + ["records.css"])

    static let usages = PageFiles(styles: settings.styles + ["usages.css"])

    static let documents = PageFiles(styles: settings.styles + ["documents.css"])

    static let content = PageFiles(styles: documents.styles + ["records.css", "content.css"])

    static let documentForm = PageFiles(
        styles: documents.styles, script: "document-editor.js",
        modules: [
            "announce.js", "api.js", "document-preview.js", "document-uploads.js", "element.js", "locale.js",
        ])

    static let library = PageFiles(
        styles: [
            "library.css", "sidebar.css", "toolbar.css", "folders.css", "cards.css", "organizing.css", "drawer.css",
            "uploads.css",
            "asking.css", "usages.css",
        ], script: "library.js",
        modules: [
            "announce.js", "api.js", "asset-grid.js", "blurhash.js", "copy.js", "delete-dialog.js", "drawer.js", "drop-files.js",
            "element.js", "folder-tree.js", "format.js", "library-page.js", "locale.js", "metadata-form.js", "page-dialog.js",
            "page-history.js",
            "pictures.js",
            "results-view.js",
            "search-form.js", "selection.js", "shortcuts.js", "tag-field.js", "tag-suggestions.js", "thumbnails.js",
            "upload-desk.js", "upload-panel.js", "upload-queue.js",
            "upload-row.js",
            "upload-transfer.js",
        ])

    /// The links for the page's head.
    func html(_ context: PageContext) -> HTML {
        let files = context.staticFiles
        let sheets = (["tokens.css", "base.css", "controls.css"] + styles).map { name -> HTML in
            #"<link rel="stylesheet" href="\#(url: files.address(of: name))">"#
        }
        guard let script else { return sheets.joined() }
        let locale = files.address(of: "locales/\(context.localization.language).json")
        // Scripts import one another by relative names, so their addresses carry no hash.
        let preloads = modules.map { #"<link rel="modulepreload" href="/static/\#($0)">"# as HTML }
        return """
            \(sheets)
            <script type="module" src="\(url: files.address(of: script))"></script>
            <link rel="preload" as="fetch" crossorigin href="\(url: locale)">\(preloads)
            """
    }
}
