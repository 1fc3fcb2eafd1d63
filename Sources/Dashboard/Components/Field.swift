internal import Markup

/// A labelled text field: label above, hint below, the error under it in words.
struct Field {
    var name: String
    var label: String
    var value: String
    var hint: String?
    var error: String?
    var rows = 1
    var maxLength: Int?
    /// A further attribute every browser understands, such as ` required`.
    var attributes: HTML = ""

    /// - Parameter prefix: sets the ids of two forms on one page apart.
    func html(prefix: String) -> HTML {
        let id = "\(prefix)-\(name)"
        return """
            <div class="field">
            <label for="\(id)">\(label)</label>
            \(control(id))
            \(hint.map { #"<p class="hint" id="\#(id)-hint">\#($0)</p>"# as HTML })
            <p class="error" id="\(id)-error"\(flag: "hidden", error == nil)>\(error)</p>
            </div>
            """
    }

    private func control(_ id: String) -> HTML {
        let described = (hint == nil ? "" : "\(id)-hint ") + "\(id)-error"
        let shared: HTML = """
            id="\(id)" name="\(name)" dir="auto" aria-describedby="\(described)"\(attribute: "aria-invalid", error.map { _ in "true" })\
            \(attribute: "maxlength", maxLength.map(String.init))\(attributes)
            """
        if rows > 1 {
            return "<textarea \(shared) rows=\"\(rows)\">\n\(value)</textarea>"
        }
        return #"<input \#(shared) value="\#(value)">"#
    }
}
