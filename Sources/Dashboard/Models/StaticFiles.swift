internal import Markup

/// The addresses of the files in `Resources`, each carrying its content's hash where one is known.
package struct StaticFiles: Sendable {
    private let addresses: [String: String]

    /// - Parameter hashes: from a name below `Resources` (`library.css`, `locales/en.json`) to a short content hash.
    package init(hashes: [String: String] = [:]) {
        addresses = Dictionary(
            uniqueKeysWithValues: hashes.map { name, hash in
                var query = QueryString()
                query.add("v", hash)
                return (name, "/static/\(name)\(query.suffix)")
            })
    }

    /// `/static/<name>?v=<hash>`, or without the hash when it is not known.
    package func address(of name: String) -> String {
        addresses[name] ?? "/static/\(name)"
    }
}
