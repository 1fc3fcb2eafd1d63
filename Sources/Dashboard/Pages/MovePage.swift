package import Markup

/// Asks for the folder to move something to, one level at a time; works without scripts.
package enum MovePage {
    /// The whole page.
    package static func html(_ model: MovePageModel) -> HTML {
        let t = model.scope.context.localization
        return AskingPage.html(
            model.scope, title: title(model, t), problem: model.problem,
            content: """
                \(breadcrumb(model))
                \(list(model))
                \(form(model))
                """)
    }

    private static func title(_ model: MovePageModel, _ t: Localization) -> String {
        switch model.thing {
        case .folder(let folder, _): t("move.titleFolder", ["name": folder.name])
        case .assets(let ids): t("move.title", count: ids.count)
        }
    }

    private static func breadcrumb(_ model: MovePageModel) -> HTML {
        let t = model.scope.context.localization
        let places = [(id: "", name: t("move.top"))] + model.path.map { (id: $0.id, name: $0.name) }
        let links = places.map { place in
            #"<li><a href="\#(url: address(model, in: place.id))" data-action="dialog"><bdi class="clip">\#(place.name)</bdi></a></li>"#
                as HTML
        }
        return #"<nav class="breadcrumb" aria-label="\#(t("folders.path"))"><ol>\#(links)</ol></nav>"#
    }

    private static func list(_ model: MovePageModel) -> HTML {
        let t = model.scope.context.localization
        guard !model.level.nodes.isEmpty else { return #"<p class="hint">\#(t("move.noFolders"))</p>"# }
        let rows = model.level.nodes.map { node in
            """
            <li><a href="\(url: address(model, in: node.folder.id))" data-action="dialog">\
            \(Icon.folder.html(model.scope.context.staticFiles))<bdi class="clip">\(node.folder.name)</bdi></a></li>
            """ as HTML
        }
        let more = model.level.next.map { next -> HTML in
            #"<li><a href="\#(url: address(model, in: model.path.last?.id ?? "", after: next))" data-action="dialog">\#(t("folders.more"))</a></li>"#
        }
        return #"<ul class="folder-list" aria-label="\#(t("folders.inside"))">\#(rows)\#(more)</ul>"#
    }

    private static func form(_ model: MovePageModel) -> HTML {
        let t = model.scope.context.localization
        let target = model.path.last
        var fields: [(name: String, value: String)] = [("in", target?.id ?? "")]
        switch model.thing {
        case .folder(_, let etag): fields.append(("etag", etag))
        case .assets(let ids): fields += [("action", "move")] + ids.map { ("id", $0) }
        }
        let words = target.map { t("move.here", ["name": $0.name]) } ?? top(model, t)
        return """
            <form method="post" action="\(url: action(model))">\(csrfField(model.scope.context))\(AskingPage.hidden(fields))
            \(AskingPage.actions(model.scope, words, target == nil ? .plain : .primary))</form>
            """
    }

    private static func top(_ model: MovePageModel, _ t: Localization) -> String {
        if case .folder = model.thing { return t("move.hereTopFolder") }
        return t("move.hereTop")
    }

    private static func action(_ model: MovePageModel) -> String {
        switch model.thing {
        case .folder(let folder, _): model.scope.query.folderAddress(folder.id, in: model.scope.organization, action: "/move")
        case .assets: model.scope.query.bulkAddress(in: model.scope.organization)
        }
    }

    /// This page, looking into another folder.
    private static func address(_ model: MovePageModel, in id: String, after: String = "") -> String {
        let place: [(name: String, value: String)] = [("in", id), ("after", after)]
        switch model.thing {
        case .folder(let folder, _):
            return model.scope.query.folderAddress(folder.id, in: model.scope.organization, action: "/move", place)
        case .assets(let ids):
            return model.scope.query.bulkAddress(in: model.scope.organization, action: "/move", place + ids.map { ("id", $0) })
        }
    }
}
