internal import Markup

/// A labelled list to choose one from: label above, the error under it in words.
struct Choice {
    var name: String
    var label: String
    /// Values with their words, in order.
    var options: [(value: String, words: String)]
    var chosen: String
    var error: String?
    /// Whether the label is for those who cannot see what the list stands beside.
    var hasHiddenLabel = false

    /// - Parameter prefix: sets the ids of two forms on one page apart.
    func html(prefix: String) -> HTML {
        let id = "\(prefix)-\(name)"
        let options = options.map { option -> HTML in
            #"<option value="\#(option.value)"\#(flag: "selected", option.value == chosen)>\#(option.words)</option>"#
        }
        return """
            <div class="field">
            <label for="\(id)"\(attribute: "class", hasHiddenLabel ? "visually-hidden" : nil)>\(label)</label>
            <select id="\(id)" name="\(name)" aria-describedby="\(id)-error"\(attribute: "aria-invalid", error.map { _ in "true" })>\
            \(options)</select>
            <p class="error" id="\(id)-error"\(flag: "hidden", error == nil)>\(error)</p>
            </div>
            """
    }
}

extension [FieldErrorModel] {
    /// Why the field was refused: our words for the code when there are some, else the server's.
    func message(_ field: String, _ t: Localization) -> String? {
        first { $0.field == field }.map { t.phrase("error.\($0.code)") ?? $0.detail }
    }
}
