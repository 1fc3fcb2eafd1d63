internal import Markup

/// The grid as one form: what is checked can be tagged, moved, archived, restored and deleted together (M57).
enum BulkForm {
    static func html(_ grid: HTML, _ scope: LibraryScopeModel) -> HTML {
        guard scope.permissions.canSelect else { return grid }
        let t = scope.context.localization
        return """
            <form class="bulk" id="bulk" method="post" action="\(url: scope.query.bulkAddress(in: scope.organization))">\
            \(csrfField(scope.context))
            \(grid)
            <div class="bulk-bar" role="group" aria-label="\(t("bulk.label"))">
            <p class="bulk-count">\(t("bulk.some"))</p>
            \(scope.permissions.canEdit ? tagging(scope) : nil)
            \(scope.permissions.canEdit ? button("move", .move, t("bulk.move"), scope) : nil)
            \(scope.permissions.canEdit ? shelving(scope) : nil)
            \(scope.permissions.canDelete ? button("delete", .trash, t("bulk.delete"), scope, isDangerous: true) : nil)
            <button class="button quiet small" type="reset">\(t("bulk.clear"))</button>
            </div>
            </form>
            """
    }

    private static func tagging(_ scope: LibraryScopeModel) -> HTML {
        let t = scope.context.localization
        return """
            <div class="bulk-tags"><label class="visually-hidden" for="bulk-tags">\(t("bulk.tags"))</label>\
            <input id="bulk-tags" name="tags" list="bulk-tags-tags" placeholder="\(t("bulk.tags"))" dir="auto" autocomplete="off" data-tags>\
            <datalist id="bulk-tags-tags"></datalist>\
            \(button("tag", .tag, t("bulk.tag"), scope))\(button("untag", .close, t("bulk.untag"), scope))</div>
            """
    }

    private static func shelving(_ scope: LibraryScopeModel) -> HTML {
        let t = scope.context.localization
        return scope.query.shelf == .archived
            ? button("restore", .restore, t("bulk.restore"), scope) : button("archive", .shelf, t("bulk.archive"), scope)
    }

    private static func button(
        _ action: String, _ icon: Icon, _ words: String, _ scope: LibraryScopeModel, isDangerous: Bool = false
    ) -> HTML {
        """
        <button class="button small\(raw: isDangerous ? " danger" : "")" type="submit" name="action" value="\(action)">\
        \(icon.html(scope.context.staticFiles))<span>\(words)</span></button>
        """
    }

    /// What was not changed and why, beside how many were.
    static func failures(_ model: LibraryPageModel) -> HTML? {
        guard let bulk = model.bulk else { return nil }
        let t = model.scope.context.localization
        let rows = bulk.failures.map { "<li><bdi>\($0.name)</bdi>: \($0.reason)</li>" as HTML }
        let done = bulk.doneCount > 0 ? t("bulk.done", count: bulk.doneCount) : nil
        return """
            <div class="notice problem" role="alert">\(Icon.warning.html(model.scope.context.staticFiles))<div>
            <p>\(t("bulk.failed", count: bulk.failures.count)) \(done)</p>
            <ul>\(rows)</ul>
            </div></div>
            """
    }
}
