internal import Markup

/// The filters that are set, each with its way off, and the field that adds a tag (M31, UX: “several = AND”).
enum Filters {
    /// - Parameter summary: how many there are, in words.
    static func html(_ scope: LibraryScopeModel, summary: String?) -> HTML {
        let t = scope.context.localization
        var chips = scope.query.tags.map { tag in
            chip(tag, t("filter.removeTag", ["tag": tag]), scope) { $0.tags.removeAll { $0 == tag } }
        }
        if !scope.query.pathPrefix.isEmpty {
            let words = t("filter.path", ["path": scope.query.pathPrefix])
            chips.append(chip(words, t("filter.remove", ["filter": words]), scope) { $0.pathPrefix = "" })
        }
        let list: HTML = #"<ul class="filter-chips" aria-label="\#(t("filter.active"))">\#(chips)</ul>"#
        let count = summary.map { #"<p class="summary">\#($0)</p>"# as HTML }
        return #"<div class="filters">\#(count)\#(chips.isEmpty ? nil : list)\#(addTag(scope))</div>"#
    }

    private static func chip(
        _ words: String, _ removal: String, _ scope: LibraryScopeModel, without change: (inout LibraryQuery) -> Void
    ) -> HTML {
        """
        <li><a class="chip is-on" href="\(url: scope.query.changed(change).address(in: scope.organization))" data-action="go" \
        aria-label="\(removal)"><bdi>\(words)</bdi>\(Icon.close.html(scope.context.staticFiles))</a></li>
        """
    }

    private static func addTag(_ scope: LibraryScopeModel) -> HTML {
        let t = scope.context.localization
        let kept = scope.query.changed { _ in }.parameters.map { name, value -> HTML in
            #"<input type="hidden" name="\#(name)" value="\#(value)">"#
        }
        return """
            <form class="tag-filter" method="get" action="\(url: scope.organization.libraryPath)">\(kept)\
            <label class="visually-hidden" for="tag-filter">\(t("filter.tag"))</label>\
            <input id="tag-filter" name="tag" list="tag-filter-tags" placeholder="\(t("filter.tag"))" dir="auto" autocomplete="off" \
            maxlength="64" data-tags>\
            <datalist id="tag-filter-tags"></datalist>\
            <button class="button quiet small" type="submit">\(t("filter.tag.add"))</button></form>
            """
    }
}
