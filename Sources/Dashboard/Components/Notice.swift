internal import Markup

/// A sentence about what just happened.
enum Notice {
    /// Something worked; nothing when the locale has no words for the code, so that an address cannot put words in our mouth.
    static func done(_ code: String?, _ context: PageContext) -> HTML? {
        guard let code, let text = context.localization.phrase("notice.\(code)") else { return nil }
        return """
            <p class="notice success" role="status">\(Icon.check.html(context.staticFiles))<span>\(text)</span></p>
            """
    }

    /// Something did not work.
    static func problem(_ text: String, _ context: PageContext) -> HTML {
        #"<p class="notice problem" role="alert">\#(Icon.warning.html(context.staticFiles))<span>\#(text)</span></p>"#
    }
}
