internal import Markup

/// The fields of a content item's body: plain form controls, and buttons that send the whole form.
struct ContentFields {
    let context: PageContext
    let organization: OrganizationModel
    /// Where the form goes; buttons add where the page is shown again.
    let action: String

    private var t: Localization { context.localization }

    func html(_ fields: [ContentFieldModel]) -> HTML { fields.map(html).joined() }

    private func html(_ field: ContentFieldModel) -> HTML {
        switch field {
        case .text(let path, let name, let value, let rows):
            return Field(name: "f:" + path, label: t("content.field.\(name)"), value: value, rows: rows).html(prefix: "body")
        case .choice(let path, let name, let value, let choices): return choice(path, name, value, choices)
        case .media(let path, let name, let written, let media): return self.media(path, name, written, media)
        case .record(let path, let name, nil, let fields):
            return """
                <fieldset class="content-record" id="\(id(path))"><legend>\(t("content.field.\(name)"))</legend>\(html(fields))</fieldset>
                """
        case .record(let path, _, let kind?, let fields): return item(path, t("content.item.\(kind)"), html(fields))
        case .list(let path, let name, let items, let adds): return list(path, name, items, adds)
        case .other(let path, let kind, let source):
            return item(
                path, t("content.item.other"),
                """
                <p class="hint">\(t("content.other.hint")) \(kind)</p>
                <pre class="content-source" dir="ltr" tabindex="0"><code>\(source)</code></pre>
                """)
        }
    }

    private func id(_ path: String) -> String { "at-" + path }

    private func button(
        _ action: String, _ label: String, about: String = "", at path: String, isQuiet: Bool = false
    ) -> HTML {
        let hidden: HTML? = about.isEmpty ? nil : #"<span class="visually-hidden"> \#(about)</span>"#
        return """
            <button class="button small\(isQuiet ? " quiet" : "")" type="submit" name="action" value="\(action)" \
            formaction="\(url: self.action + "#" + percentEncoded(id(path)))">\(label)\(hidden)</button>
            """
    }

    private func choice(_ path: String, _ name: String, _ value: String, _ choices: [String]) -> HTML {
        let all = choices.contains(value) || value.isEmpty ? choices : choices + [value]
        let options = (value.isEmpty ? [""] : []) + all
        return """
            <div class="field"><label for="body-f:\(path)">\(t("content.field.\(name)"))</label>
            <select id="body-f:\(path)" name="f:\(path)">\(options.map {
                #"<option value="\#($0)"\#(flag: "selected", $0 == value)>\#($0)</option>"# as HTML
            })</select></div>
            """
    }

    /// An item of a list with what can be done to it.
    private func item(_ path: String, _ label: String, _ content: HTML) -> HTML {
        let number = path.split(separator: "[").last.flatMap { Int($0.dropLast()) } ?? 0
        let name = "\(label) \(number + 1)"
        return """
            <fieldset class="content-item" id="\(id(path))"><legend>\(label) <span class="count">\(number + 1)</span></legend>
            \(content)
            <div class="content-moves">\(button("up:" + path, t("content.up"), about: name, at: path, isQuiet: true))\
            \(button("down:" + path, t("content.down"), about: name, at: path, isQuiet: true))\
            \(button("remove:" + path, t("content.remove"), about: name, at: path, isQuiet: true))</div>
            </fieldset>
            """
    }

    private func list(_ path: String, _ name: String, _ items: [ContentFieldModel], _ adds: [String]) -> HTML {
        let buttons = adds.map { kind -> HTML in
            button(
                "add:\(path):\(kind)", t("content.add", ["what": t("content.item.\(kind)")]),
                at: "\(path)[\(items.count)]")
        }
        return """
            <div class="content-list" id="\(id(path))" role="group" aria-label="\(t("content.field.\(name)"))">
            <h2>\(t("content.field.\(name)"))</h2>
            \(html(items))
            <div class="content-adds">\(buttons)</div></div>
            """
    }

    private func media(_ path: String, _ name: String, _ written: String?, _ media: ContentMediaModel?) -> HTML {
        let label = t("content.field.\(name)")
        let clear = written == nil ? nil : button("clear:" + path, t("content.clear"), about: label, at: path, isQuiet: true)
        let pick = t(written == nil ? "content.pick" : "content.pickOther")
        return """
            <div class="content-pick" id="\(id(path) + "-media")"><p class="label">\(label)</p>
            \(media.map(chosen) ?? written.map(lost) ?? #"<p class="hint">\#(t("content.nothing"))</p>"#)
            <div class="content-moves">\(button("pick:" + path, pick, about: label, at: path))\(clear)</div></div>
            """
    }

    private func chosen(_ media: ContentMediaModel) -> HTML {
        let address = "\(organization.libraryPath)?asset=\(media.card.id)"
        let alt: HTML = media.altText.isEmpty ? "\(t("content.noAlt"))" : "“<bdi>\(media.altText)</bdi>”"
        return """
            <div class="content-chosen">\(RecordPicture.html(media.card, Icon(media.card.kind), context))\
            <div><p><bdi>\(media.title)</bdi></p><p class="hint">\(t("field.altText")): \(alt)</p>\
            <p class="hint">\(t("content.everywhere")) <a href="\(url: address)">\(t("content.everywhere.edit"))</a></p></div></div>
            """
    }

    private func lost(_ written: String) -> HTML {
        #"<p class="content-broken">\#(Icon.warning.html(context.staticFiles))<span>\#(t("content.notHere"))</span> <code><bdi>\#(written)</bdi></code></p>"#
    }
}
