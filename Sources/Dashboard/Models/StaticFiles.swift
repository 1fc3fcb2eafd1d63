internal import Markup

/// The addresses of the files in `Resources`, each carrying its content's hash where one is known.
package struct StaticFiles: Sendable {
    private let hashes: [String: String]

    /// - Parameter hashes: from a name below `Resources` (`library.css`, `locales/en.json`) to a short content hash.
    package init(hashes: [String: String] = [:]) {
        self.hashes = hashes
    }

    /// `/static/<name>?v=<hash>`, or without the hash when it is not known.
    package func address(of name: String) -> String {
        var query = QueryString()
        query.add("v", hashes[name])
        return "/static/\(name)\(query.suffix)"
    }
}
