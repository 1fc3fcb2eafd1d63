internal import Markup

/// The frame of a page that asks for something and leads back to the library; scripts show it in a dialog instead.
enum AskingPage {
    static func html(_ scope: LibraryScopeModel, title: String, problem: String? = nil, content: HTML) -> HTML {
        let body: HTML = """
            \(TopBar.html(scope.context, homePath: scope.organization.libraryPath, organization: scope.organization))
            <main class="narrow">
            <h1>\(title)</h1>
            \(problem.map { Notice.problem($0, scope.context) })
            \(content)
            </main>
            """
        return Document.html(scope.context, title: title, files: .plain, body: body)
    }

    /// How much a button stands out.
    enum Weight: String {
        case plain, primary, danger
    }

    /// The way back, and the button that does it.
    static func actions(_ scope: LibraryScopeModel, _ words: String, _ weight: Weight = .primary) -> HTML {
        """
        <div class="actions"><a class="button" href="\(url: scope.query.address(in: scope.organization))" data-action="cancel">\
        \(scope.context.localization("cancel"))</a>\
        <button class="button \(weight.rawValue)" type="submit">\(words)</button></div>
        """
    }

    static func hidden(_ fields: [(name: String, value: String)]) -> [HTML] {
        fields.map { #"<input type="hidden" name="\#($0.name)" value="\#($0.value)">"# }
    }
}
