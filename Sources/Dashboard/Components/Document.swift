internal import Markup

/// The frame of every page.
package enum Document {
    /// The `Content-Security-Policy` under which every page works: nothing inline, nothing from elsewhere.
    ///
    /// - Parameter mediaOrigins: origins such as `https://media.example` whose pictures and players may be shown, when public
    ///   URLs do not point at this server.
    /// - Parameter frameOrigins: whose players a document may show.
    package static func contentSecurityPolicy(mediaOrigins: [String] = [], frameOrigins: [String] = []) -> String {
        let media = (["'self'"] + mediaOrigins).joined(separator: " ")
        return """
            default-src 'none'; script-src 'self'; style-src 'self'; img-src \(media) data: blob:; media-src \(media); \
            \(frameOrigins.isEmpty ? "" : "frame-src \(frameOrigins.joined(separator: " ")); ")connect-src 'self'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'
            """
    }

    static func html(_ context: PageContext, title: String, files pageFiles: PageFiles, body: HTML) -> HTML {
        let t = context.localization
        let files = context.staticFiles
        return """
            <!doctype html>
            <html lang="\(t.language)" dir="\(t.direction)" data-locale="\(url: files.address(of: "locales/\(t.language).json"))" \
            data-icons="\(url: files.address(of: "icons.svg"))">
            <head>
            <meta charset="utf-8">
            <meta name="viewport" content="width=device-width, initial-scale=1">
            <meta name="color-scheme" content="light dark">
            <meta name="referrer" content="same-origin">
            <title>\(title) · \(t("product"))</title>
            <link rel="icon" href="\(url: files.address(of: "favicon.svg"))" type="image/svg+xml">
            \(pageFiles.html(context))
            </head>
            <body>
            \(body)
            </body>
            </html>

            """
    }
}
