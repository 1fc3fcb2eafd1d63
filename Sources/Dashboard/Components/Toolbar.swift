internal import Markup

/// Search, kinds, order and upload: one GET form that works as it is and is made live by `library.js`.
enum Toolbar {
    static func html(_ scope: LibraryScopeModel) -> HTML {
        let t = scope.context.localization
        return """
            <form class="toolbar" id="toolbar" role="search" method="get" action="\(url: scope.organization.libraryPath)" \
            aria-label="\(t("library.find"))">\(kept(scope))
            \(searchBox(scope))
            \(shelfSelect(scope))
            \(sortSelect(scope))
            \(scope.permissions.canUpload ? uploadButton(scope) : nil)
            \(kindFilter(scope))
            </form>
            """
    }

    /// What the form has no control for stays as it is.
    private static func kept(_ scope: LibraryScopeModel) -> [HTML] {
        scope.query.parameters.filter { ["folder", "tag", "path"].contains($0.name) }.map { name, value in
            #"<input type="hidden" name="\#(name)" value="\#(value)">"#
        }
    }

    private static func searchBox(_ scope: LibraryScopeModel) -> HTML {
        let t = scope.context.localization
        let files = scope.context.staticFiles
        return """
            <div class="search-box">
            <label class="visually-hidden" for="search">\(t("library.search"))</label>
            <input id="search" type="search" name="q" value="\(scope.query.text)" placeholder="\(t("library.search"))" dir="auto" \
            autocomplete="off" spellcheck="false" maxlength="200" enterkeyhint="search">
            <button class="button quiet icon-only" type="submit" aria-label="\(t("library.search.submit"))">\(Icon.search.html(files))</button>
            </div>
            """
    }

    private static func shelfSelect(_ scope: LibraryScopeModel) -> HTML {
        let t = scope.context.localization
        let options = LibraryShelf.allCases.map { shelf -> HTML in
            #"<option value="\#(shelf.rawValue)"\#(flag: "selected", shelf == scope.query.shelf)>\#(t("shelf.\(shelf.rawValue)"))</option>"#
        }
        return """
            <div class="sort">
            <label class="visually-hidden" for="status">\(t("library.status"))</label>
            <select id="status" name="status">\(options)</select>
            </div>
            """
    }

    private static func sortSelect(_ scope: LibraryScopeModel) -> HTML {
        let t = scope.context.localization
        let options = LibrarySort.allCases.map { sort -> HTML in
            #"<option value="\#(sort.rawValue)"\#(flag: "selected", sort == scope.query.sort)>\#(t("sort.\(sort)"))</option>"#
        }
        return """
            <div class="sort">
            <label class="visually-hidden" for="sort">\(t("library.sort"))</label>
            <select id="sort" name="sort">\(options)</select>
            </div>
            """
    }

    private static func uploadButton(_ scope: LibraryScopeModel) -> HTML {
        let t = scope.context.localization
        let files = scope.context.staticFiles
        return """
            <div class="upload-ways"><a class="button icon-only" href="\(url: scope.query.addressFormAddress(in: scope.organization))" \
            data-action="dialog" aria-label="\(t("address.title"))" title="\(t("address.title"))">\(Icon.link.html(files))</a>\
            <a class="button primary upload-button" href="#upload-form" data-action="browse">\
            \(Icon.upload.html(files))<span>\(t("upload.button"))</span></a></div>
            """
    }

    private static func kindFilter(_ scope: LibraryScopeModel) -> HTML {
        let t = scope.context.localization
        let chips = AssetKindModel.allCases.map { kind -> HTML in
            """
            <label class="chip"><input class="visually-hidden" type="checkbox" name="kind" \
            value="\(kind.rawValue)"\(flag: "checked", scope.query.kinds.contains(kind))>\
            \(Icon(kind).html(scope.context.staticFiles))<span>\(t("kinds.\(kind.rawValue)"))</span></label>
            """
        }
        return """
            <fieldset class="chips"><legend class="visually-hidden">\(t("library.kinds"))</legend>\(chips)\(LibraryUse.allCases.map { use($0, scope) })</fieldset>
            """
    }

    /// Both together mean neither, as with kinds.
    private static func use(_ use: LibraryUse, _ scope: LibraryScopeModel) -> HTML {
        """
        <label class="chip"><input class="visually-hidden" type="checkbox" name="usage" \
        value="\(use.rawValue)"\(flag: "checked", scope.query.use == use)>\
        <span>\(scope.context.localization("filter.use.\(use.rawValue)"))</span></label>
        """
    }
}
