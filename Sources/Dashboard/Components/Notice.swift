internal import Markup

/// A sentence about what just happened.
enum Notice {
    /// Something worked; nothing when the locale has no words for the code, so that an address cannot put words in our mouth.
    static func done(_ code: String?, count: Int? = nil, _ context: PageContext) -> HTML? {
        guard let code, let text = words(code, count, context.localization) else { return nil }
        return """
            <p class="notice success" role="status">\(Icon.check.html(context.staticFiles))<span>\(text)</span></p>
            """
    }

    /// Something was done to an asset of the library that can be taken back, where there is an asset to take it back for.
    static func done(_ code: String?, count: Int? = nil, undoing id: String?, _ scope: LibraryScopeModel) -> HTML? {
        let t = scope.context.localization
        guard let id, let code, let text = words(code, count, t) else { return done(code, count: count, scope.context) }
        let address = scope.query.formAddress(id, in: scope.organization, action: "/restore")
        return """
            <div class="notice success" role="status">\(Icon.check.html(scope.context.staticFiles))<span>\(text)</span>\
            <form method="post" action="\(url: address)">\(csrfField(scope.context))\
            <button class="button small" type="submit">\(t("notice.undo"))</button></form></div>
            """
    }

    private static func words(_ code: String, _ count: Int?, _ t: Localization) -> String? {
        guard t.phrase("notice.\(code)") != nil else { return nil }
        return t("notice.\(code)", count: count ?? 1)
    }

    /// Something did not work.
    static func problem(_ text: String, _ context: PageContext) -> HTML {
        #"<p class="notice problem" role="alert">\#(Icon.warning.html(context.staticFiles))<span>\#(text)</span></p>"#
    }
}
