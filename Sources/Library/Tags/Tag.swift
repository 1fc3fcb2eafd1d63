/// A word people put assets under; an organization's own (M31).
package struct Tag: Sendable {
    package let id: TagID
    /// Normalized: see ``normalized(_:_:)``.
    package let name: String
    /// How many assets have it, those in Trash included.
    package let assets: Int

    package init(id: TagID, name: String, assets: Int) {
        self.id = id
        self.name = name
        self.assets = assets
    }

    package static let maximumCharacters = 64
    /// How many tags one asset may have.
    package static let maximumPerAsset = 100

    /// The one form of a tag's name: case-folded NFC without white space at its ends and with single spaces inside; nil when nothing
    /// is left. Notes in `problems`, as being about `tag`, what is wrong with it.
    package static func normalized(_ text: String, _ problems: inout [FieldProblem]) -> String? {
        let words = text.folded.split(whereSeparator: \.isWhitespace)
        let name = words.joined(separator: " ")
        if text.unicodeScalars.contains(where: { $0.isControlOrBidirectional && $0 != "\t" && $0 != "\n" && $0 != "\r" }) {
            problems.append(
                FieldProblem(
                    field: "tag", code: "control_character",
                    detail: "A tag must not contain control characters or marks that change the direction of text."))
        }
        if name.contains(",") {
            problems.append(
                FieldProblem(field: "tag", code: "comma", detail: "A tag must not contain a comma, which separates tags."))
        }
        if name.count > maximumCharacters || name.utf8.count > maximumCharacters * 8 {
            problems.append(
                FieldProblem(field: "tag", code: "too_long", detail: "A tag may have at most \(maximumCharacters) characters."))
        }
        return name.isEmpty ? nil : name
    }
}
