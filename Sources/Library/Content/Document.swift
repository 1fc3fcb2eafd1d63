/// A Markdown document that people write here: a content item of type `document`.
package enum Document {
    /// How many an organization may have.
    package static let maximumCount = 10_000

    /// What is written into one; nil fields stay.
    package struct Edit: Sendable {
        package var title: String?
        package var markdown: String?

        package init(title: String? = nil, markdown: String? = nil) {
            self.title = title
            self.markdown = markdown
        }

        /// `item` with this in it; throws ``DocumentError`` `invalidFields` with every problem.
        package func applied(to item: ContentItem) throws(DocumentError) -> ContentItem {
            var problems: [FieldProblem] = []
            var item = item
            if let title { item.title = Document.checkTitle(title, &problems) }
            if let markdown { item.body = Document.checkBody(markdown, &problems) }
            if !problems.isEmpty { throw .invalidFields(problems) }
            return item
        }
    }

    private static func checkTitle(_ text: String, _ problems: inout [FieldProblem]) -> String {
        if let title = TextRule.title.check(text, &problems) { return title }
        problems.append(FieldProblem(field: "title", code: "blank", detail: "title must not be empty."))
        return ""
    }

    /// Line breaks are kept as Unix has them; otherwise what is written is what is stored.
    private static func checkBody(_ text: String, _ problems: inout [FieldProblem]) -> String {
        let text = text.withUnixLineBreaks
        if text.utf8.count > Markdown.maximumBytes {
            problems.append(
                FieldProblem(
                    field: "markdown", code: MarkdownError.tooLarge.code, detail: MarkdownError.tooLarge.sentence))
        }
        if text.unicodeScalars.contains("\0") {
            problems.append(
                FieldProblem(field: "markdown", code: "control_character", detail: "markdown must not contain the character NUL.")
            )
        }
        return text
    }
}

/// Which documents of an organization are asked for, newest first.
package struct DocumentSearch: Sendable {
    /// Only those whose title has this in it, in whatever case; empty for all.
    package var search: String
    /// From 1.
    package var page: Int
    package var limit: Int

    package init(search: String = "", page: Int = 1, limit: Int = AssetQuery.defaultLimit) {
        self.search = search.trimmedWhitespace
        // None is further than the most documents there can be.
        self.page = min(max(page, 1), Document.maximumCount)
        self.limit = limit
    }
}

/// Some of an organization's documents, without their texts.
package struct DocumentList: Sendable {
    package let documents: [ContentItem]
    package let hasMore: Bool

    package init(documents: [ContentItem], hasMore: Bool) {
        self.documents = documents
        self.hasMore = hasMore
    }
}
