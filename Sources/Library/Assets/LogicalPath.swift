/// The address an asset has inside the library, such as `2026/spec.pdf`, by which documents name it (M32).
package enum LogicalPath {
    package static let maximumCharacters = 512
    /// Of UTF-8, folded or not: an index entry of PostgreSQL holds 2,704 at most.
    private static let maximumBytes = 2_560

    /// The path as it is stored, in NFC; nil when it is blank. Notes in `problems` what is wrong with it.
    package static func check(_ text: String, _ problems: inout [FieldProblem]) -> String? {
        let path = text.normalizedNFC.trimmedWhitespace
        if path.isEmpty { return nil }
        func refuse(_ code: String, _ detail: String) {
            problems.append(FieldProblem(field: "logicalPath", code: code, detail: detail))
        }
        if path.unicodeScalars.contains(where: \.isControlOrBidirectional) {
            refuse(
                "control_character", "logicalPath must not contain control characters or marks that change the direction of text."
            )
        }
        if path.count > maximumCharacters || max(path.utf8.count, path.folded.utf8.count) > maximumBytes {
            refuse("too_long", "logicalPath may have at most \(maximumCharacters) characters.")
        }
        if path.hasPrefix("/") || path.hasSuffix("/") { refuse("slash_at_end", "logicalPath must not begin or end with “/”.") }
        let segments = path.split(separator: "/", omittingEmptySubsequences: false)
        if segments.dropFirst().dropLast().contains("") { refuse("empty_segment", "logicalPath must not contain “//”.") }
        if segments.contains(where: { $0 == "." || $0 == ".." }) {
            refuse("dot_segment", "logicalPath must not have “.” or “..” between its slashes.")
        }
        return path
    }

    /// `path` with `-<number>` before its extension: `2026/spec-2.pdf`.
    package static func numbered(_ path: String, _ number: Int) -> String { marked(path, "-\(number)") }

    /// `path` with `mark` before its extension, shortened where it would be too long.
    package static func marked(_ path: String, _ mark: String) -> String {
        let nameStart = path.lastIndex(of: "/").map { path.index(after: $0) } ?? path.startIndex
        let name = path[nameStart...]
        // A name that begins with its only dot has no extension.
        let dot = name.lastIndex(of: ".").flatMap { $0 == name.startIndex ? nil : $0 } ?? name.endIndex
        let ending = mark + name[dot...]
        let room = maximumCharacters - path[..<nameStart].count - ending.count
        return path[..<nameStart] + name[..<dot].prefix(max(room, 1)) + ending
    }
}
