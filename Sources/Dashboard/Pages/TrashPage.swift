package import Markup

/// What was deleted from an organization's library, until it goes for good (M46); works without scripts.
package enum TrashPage {
    /// The whole page.
    package static func html(_ model: TrashPageModel) -> HTML {
        let t = model.context.localization
        return OrganizationPage.html(
            model.sidebar, title: t("trash.title"), noticeCode: model.problem == nil ? model.noticeCode : nil,
            content: """
                \(model.problem.map { Notice.problem($0, model.context) })
                <p class="hint trash-rule">\(rule(model))</p>
                \(model.items.isEmpty ? empty(model) : "\(summary(model))\(TrashList.html(model))")
                \(Pagination.html(model.pagination, model.context))
                """)
    }

    private static func rule(_ model: TrashPageModel) -> String {
        let t = model.context.localization
        return model.keptDays.map { t("trash.keptDays", count: $0) } ?? t("trash.keptForever")
    }

    private static func empty(_ model: TrashPageModel) -> HTML {
        let t = model.context.localization
        return """
            <div class="empty">\(Icon.trash.html(model.context.staticFiles))
            <p>\(t("trash.empty"))</p>
            <a class="button" href="\(url: model.organization.libraryPath)">\(t("trash.back"))</a>
            </div>
            """
    }

    private static func summary(_ model: TrashPageModel) -> HTML {
        let t = model.context.localization
        let count = model.total.map { t("library.items", count: $0) } ?? t("library.manyItems")
        return """
            <div class="trash-head"><p class="summary">\
            \(t("trash.summary", ["items": count, "size": byteCount(model.totalBytes, t)]))</p>\
            \(model.canPurge && model.items.contains { $0.state == .restorable } ? emptying(model) : nil)</div>
            """
    }

    private static func emptying(_ model: TrashPageModel) -> HTML {
        let t = model.context.localization
        return Confirmation(
            id: "empty-trash", button: t("trash.emptyAll"), about: "", question: t("trash.emptyAll.question"),
            consequence: t("trash.emptyAll.consequence"), confirm: t("trash.emptyAll.confirm"),
            action: model.organization.trashPath + "/empty"
        ).html(model.context)
    }
}
