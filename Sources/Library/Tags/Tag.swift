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
    /// is left. Notes in `problems`, as being about `field`, what is wrong with it.
    package static func normalized(_ text: String, field: String = "tag", _ problems: inout [FieldProblem]) -> String? {
        let words = text.folded.split(whereSeparator: \.isWhitespace)
        let name = words.joined(separator: " ")
        if text.unicodeScalars.contains(where: { $0.isControlOrBidirectional && $0 != "\t" && $0 != "\n" && $0 != "\r" }) {
            problems.append(
                FieldProblem(
                    field: field, code: "control_character",
                    detail: "A tag must not contain control characters or marks that change the direction of text."))
        }
        if name.contains(",") {
            problems.append(
                FieldProblem(field: field, code: "comma", detail: "A tag must not contain a comma, which separates tags."))
        }
        if name.count > maximumCharacters || name.utf8.count > maximumCharacters * 8 {
            problems.append(
                FieldProblem(field: field, code: "too_long", detail: "A tag may have at most \(maximumCharacters) characters."))
        }
        return name.isEmpty ? nil : name
    }

    /// The names as an asset has them: normalized, each once, in order. Notes in `problems` what is wrong with any of them.
    package static func normalized(all texts: [String], field: String = "tag", _ problems: inout [FieldProblem]) -> [String] {
        var mistakes: [FieldProblem] = []
        let names = Set(texts.compactMap { normalized($0, field: field, &mistakes) }).sorted()
        if names.count > maximumPerAsset {
            mistakes.append(
                FieldProblem(
                    field: field, code: "too_many", detail: "An asset may have at most \(maximumPerAsset) tags."))
        }
        // The same said of several of them is said once.
        for mistake in mistakes where !problems.contains(mistake) { problems.append(mistake) }
        return names
    }
}

/// The last tag of a page, after which the next begins: most used first, then by name.
package struct TagCursor: Hashable, Sendable {
    package let assets: Int
    package let name: String

    package init(assets: Int, name: String) {
        self.assets = assets
        self.name = name
    }

    package init(after tag: Tag) { self.init(assets: tag.assets, name: tag.name) }
}
