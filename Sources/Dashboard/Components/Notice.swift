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

    /// Something was done to an asset of the library that can be taken back, where there is an asset to take it back for.
    static func done(_ code: String?, undoing id: String?, _ scope: LibraryScopeModel) -> HTML? {
        let t = scope.context.localization
        guard let id, let code, let text = t.phrase("notice.\(code)") else { return done(code, scope.context) }
        let address = scope.query.formAddress(id, in: scope.organization, action: "/restore")
        return """
            <div class="notice success" role="status">\(Icon.check.html(scope.context.staticFiles))<span>\(text)</span>\
            <form method="post" action="\(url: address)">\(csrfField(scope.context))\
            <button class="button small" type="submit">\(t("notice.undo"))</button></form></div>
            """
    }

    /// Something did not work.
    static func problem(_ text: String, _ context: PageContext) -> HTML {
        #"<p class="notice problem" role="alert">\#(Icon.warning.html(context.staticFiles))<span>\#(text)</span></p>"#
    }
}
