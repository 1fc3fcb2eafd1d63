package import Markup

/// Who did what in an organization.
package enum AuditPage {
    /// The beginnings of actions that can be asked for.
    private static let groups = [
        "", "asset.", "upload.", "folder.", "document.", "company.", "person.", "organization.", "member.", "invitation.",
        "token.",
    ]

    /// The whole page.
    package static func html(_ model: AuditPageModel) -> HTML {
        let t = model.context.localization
        let content: HTML = """
            <p class="hint">\(t("audit.about"))</p>
            \(filter(model))
            \(model.entries.isEmpty ? "<p>\(t("audit.none"))</p>" : list(model))
            """
        return OrganizationPage.html(
            model.sidebar, title: t("audit.title"), tabs: SettingsTab.audit.html(model.sidebar), content: content)
    }

    private static func filter(_ model: AuditPageModel) -> HTML {
        let t = model.context.localization
        let groups = Self.groups.contains(model.filter.action) ? Self.groups : Self.groups + [model.filter.action]
        let choice = Choice(
            name: "action", label: t("audit.filter"), options: groups.map { ($0, t.phrase("audit.group.\($0)") ?? $0) },
            chosen: model.filter.action)
        let hidden = [("subject", model.filter.subject), ("user", model.filter.user)].filter { !$0.1.isEmpty }.map {
            #"<input type="hidden" name="\#($0)" value="\#($1)">"# as HTML
        }
        return """
            <form class="row-form" method="get" action="\(url: model.path)">\(hidden)
            \(choice.html(prefix: "audit"))
            <button class="button" type="submit">\(t("audit.show"))</button>
            \(model.filter.isEmpty ? nil : #"<a class="button quiet" href="\#(url: model.path)">\#(t("audit.all"))</a>"# as HTML)
            </form>
            """
    }

    private static func list(_ model: AuditPageModel) -> HTML {
        let t = model.context.localization
        let older = model.next.map { next -> HTML in
            #"<p><a class="button" href="\#(url: model.address(model.filter, cursor: next))">\#(t("audit.older"))</a></p>"#
        }
        return """
            <ol class="history">\(model.entries.map { row($0, model) })</ol>
            \(older)
            """
    }

    private static func row(_ entry: AuditPageModel.Entry, _ model: AuditPageModel) -> HTML {
        let t = model.context.localization
        return """
            <li>
            <p class="hint">\(timeElement(entry.at, model.context))</p>
            <div>
            <p>\(who(entry, model)) \(t.phrase("audit.action.\(entry.action)") ?? entry.action) \(subject(entry, model))</p>
            <p class="hint">\(way(entry, t))</p>
            \(entry.changes.isEmpty ? nil : changes(entry.changes, t))
            </div>
            </li>
            """
    }

    private static func who(_ entry: AuditPageModel.Entry, _ model: AuditPageModel) -> HTML {
        let t = model.context.localization
        guard let id = entry.userID else { return "<strong>\(t("audit.system"))</strong>" }
        let name = entry.userEmail ?? t("audit.formerUser")
        return #"<a href="\#(url: model.address(.init(user: id)))"><bdi>\#(name)</bdi></a>"#
    }

    private static func subject(_ entry: AuditPageModel.Entry, _ model: AuditPageModel) -> HTML {
        #"<a href="\#(url: model.address(.init(subject: entry.subjectID)))"><bdi>\#(entry.subjectName)</bdi></a>"#
    }

    private static func way(_ entry: AuditPageModel.Entry, _ t: Localization) -> String {
        let door = t.phrase("audit.door.\(entry.door)") ?? entry.door
        guard let token = entry.tokenName, !token.isEmpty else { return door }
        return t("audit.withToken", ["door": door, "token": token])
    }

    private static func changes(_ changes: [AuditPageModel.Change], _ t: Localization) -> HTML {
        let rows = changes.map { change -> HTML in
            """
            <div><dt>\(label(change.field, t))</dt><dd>\(value(change.before, of: change.field, t)) <span aria-hidden="true">→</span>\
            <span class="visually-hidden"> \(t("audit.became")) </span> \(value(change.after, of: change.field, t))</dd></div>
            """
        }
        return #"<dl class="changes">\#(rows)</dl>"#
    }

    /// The words the rest of the dashboard has for a field.
    private static func label(_ field: String, _ t: Localization) -> String {
        let rule = field.hasPrefix("policy.") ? String(field.dropFirst("policy.".count)) : field
        return t.phrase("audit.field.\(field)") ?? t.phrase("field.\(field)") ?? t.phrase("rule.\(rule)")
            ?? t.phrase("limits.\(field)") ?? field
    }

    private static func value(_ value: String?, of field: String, _ t: Localization) -> HTML {
        let rule = field.hasPrefix("policy.") ? String(field.dropFirst("policy.".count)) : nil
        guard let value, !value.isEmpty else {
            return #"<span class="hint">\#(t(rule == nil ? "audit.nothing" : "audit.profiles"))</span>"#
        }
        return "<bdi>\(rule.map { RuleWords(t: t).value(value, of: $0) } ?? value)</bdi>"
    }
}
