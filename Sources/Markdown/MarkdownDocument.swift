internal import CMarkdown
internal import Glibc

/// A parsed document: CommonMark with GitHub's tables, strikethrough, autolinks and task lists (M44).
///
/// Raw HTML is left out of what is rendered. There is no limit of size or time here: run it where both are bounded.
package final class MarkdownDocument {
    private static let extensions = ["table", "strikethrough", "autolink", "tasklist", "tagfilter"]
    /// Never `CMARK_OPT_UNSAFE`: raw HTML would pass, event handlers and all.
    private static let options = CMARK_OPT_VALIDATE_UTF8

    private let parser: OpaquePointer
    private let root: OpaquePointer

    /// Sets up what all documents share; called once before the first of them it saves each the time.
    package static func prepare() { cmark_gfm_core_extensions_ensure_registered() }

    /// Nil when there is no memory for it.
    package init?(_ markdown: UnsafeRawBufferPointer) {
        Self.prepare()
        guard let parser = cmark_parser_new(Self.options) else { return nil }
        for name in Self.extensions {
            if let found = cmark_find_syntax_extension(name) { cmark_parser_attach_syntax_extension(parser, found) }
        }
        cmark_parser_feed(parser, markdown.bindMemory(to: CChar.self).baseAddress, markdown.count)
        guard let root = cmark_parser_finish(parser) else {
            cmark_parser_free(parser)
            return nil
        }
        self.parser = parser
        self.root = root
    }

    deinit {
        cmark_node_free(root)
        cmark_parser_free(parser)
    }

    /// Every link and picture that is shown, in order; what is part of a picture's alternative text is not.
    package var references: [MarkdownReference] { shown().map { MarkdownReference($0.destination, isImage: $0.isImage) } }

    /// Puts other addresses in place, and players in place of pictures; nil leaves a reference as it was written.
    ///
    /// Addresses that could run a script are emptied, written or replaced. Call once.
    package func rewrite(_ replacement: (MarkdownReference) -> MarkdownReplacement?) -> RewrittenMarkdown {
        var rewritten = RewrittenMarkdown(self)
        // The tree must not change under an iterator: all nodes first.
        for node in shown() {
            let found = replacement(MarkdownReference(node.destination, isImage: node.isImage))
            let address = SafeAddress.checked(found?.address ?? node.destination)
            if node.isImage, let found, let player = found.player, SafeAddress.isPlayable(address) {
                rewritten.place(MarkdownPlayer(kind: player, address: address, name: found.name), for: node)
            } else {
                node.setDestination(address)
            }
        }
        return rewritten
    }

    /// Hands over the document as HTML, whose pictures are not yet what ``RewrittenMarkdown`` makes of them; nil without memory for it.
    func rendered<Result>(_ body: (UnsafePointer<CChar>) -> Result) -> Result? {
        guard let text = cmark_render_html(root, Self.options, cmark_parser_get_syntax_extensions(parser)) else { return nil }
        defer { free(text) }
        return body(text)
    }

    private func shown() -> [MarkdownNode] {
        guard let iterator = cmark_iter_new(root) else { return [] }
        defer { cmark_iter_free(iterator) }
        var nodes: [MarkdownNode] = []
        var depthInImages = 0
        while case let event = cmark_iter_next(iterator), event != CMARK_EVENT_DONE {
            guard let node = cmark_iter_get_node(iterator).map(MarkdownNode.init), node.isImage || node.isLink else { continue }
            if event == CMARK_EVENT_ENTER, depthInImages == 0 { nodes.append(node) }
            if node.isImage { depthInImages += event == CMARK_EVENT_ENTER ? 1 : -1 }
        }
        return nodes
    }
}
