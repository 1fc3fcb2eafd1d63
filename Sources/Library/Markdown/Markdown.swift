/// Markdown as this library takes it (M44).
package enum Markdown {
    /// Bytes of UTF-8 of one text.
    package static let maximumBytes = 1 << 20

    /// Throws ``MarkdownError`` `tooLarge`.
    package static func check(_ markdown: String) throws(MarkdownError) {
        if markdown.utf8.count > maximumBytes { throw .tooLarge }
    }
}

/// Markdown as HTML that runs nothing, and the references in it that led nowhere.
package struct RenderedMarkdown: Sendable {
    package let html: String
    /// As they are written, each once, in order.
    package let unresolved: [String]

    package init(html: String, unresolved: [String]) {
        self.html = html
        self.unresolved = unresolved
    }
}
