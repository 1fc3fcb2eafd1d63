internal import Markup

/// A button that asks before it does something; works without scripts.
struct Confirmation {
    /// Names it on the page.
    var id: String
    /// On the button that opens the question, with what it is about for those who do not see where it stands.
    var button: String
    var about: String
    var question: String
    /// What will happen.
    var consequence: String
    var confirm: String
    /// What is posted, and where.
    var action: String
    var fields: [(name: String, value: String)] = []

    func html(_ context: PageContext) -> HTML {
        let hidden = fields.map { #"<input type="hidden" name="\#($0.name)" value="\#($0.value)">"# as HTML }
        return """
            <button class="button" type="button" popovertarget="\(id)">\(button)\
            <span class="visually-hidden"> <bdi>\(about)</bdi></span></button>
            <div class="dialog confirmation" id="\(id)" popover role="dialog" aria-labelledby="\(id)-title">
            <form method="post" action="\(url: action)">\(csrfField(context))\(hidden)
            <h2 id="\(id)-title">\(question)</h2>
            <p>\(consequence)</p>
            <div class="actions"><button class="button" type="button" popovertarget="\(id)" popovertargetaction="hide" autofocus>\
            \(context.localization("cancel"))</button><button class="button danger" type="submit">\(confirm)</button></div>
            </form>
            </div>
            """
    }
}
