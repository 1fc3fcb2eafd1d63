internal import CMarkdown

/// A link or a picture in a document's tree; valid as long as the document is.
struct MarkdownNode {
    private let node: OpaquePointer

    init(_ node: OpaquePointer) { self.node = node }

    var isImage: Bool { cmark_node_get_type(node) == CMARK_NODE_IMAGE }
    var isLink: Bool { cmark_node_get_type(node) == CMARK_NODE_LINK }

    /// As it was written, with entities and backslashes resolved and percent-encoding kept.
    var destination: String { cmark_node_get_url(node).map { String(cString: $0) } ?? "" }

    func setDestination(_ address: String) { cmark_node_set_url(node, address) }

    /// The innermost link around this.
    var enclosingLink: MarkdownNode? {
        var next = cmark_node_parent(node)
        while let ancestor = next {
            let found = MarkdownNode(ancestor)
            if found.isLink { return found }
            next = cmark_node_parent(ancestor)
        }
        return nil
    }

    /// Takes this out of its place, where `text` stands from now on, and puts it after `other`. False when that cannot be.
    func move(after other: MarkdownNode, leaving text: String) -> Bool {
        guard let placeholder = cmark_node_new(CMARK_NODE_TEXT) else { return false }
        cmark_node_set_literal(placeholder, text)
        guard cmark_node_insert_before(node, placeholder) == 1 else {
            cmark_node_free(placeholder)
            return false
        }
        return cmark_node_insert_after(other.node, node) == 1
    }

    /// The words of a picture's alternative text.
    var text: String {
        guard let iterator = cmark_iter_new(node) else { return "" }
        defer { cmark_iter_free(iterator) }
        var text = ""
        while case let event = cmark_iter_next(iterator), event != CMARK_EVENT_DONE {
            guard event == CMARK_EVENT_ENTER, let inner = cmark_iter_get_node(iterator) else { continue }
            switch cmark_node_get_type(inner) {
            case CMARK_NODE_TEXT, CMARK_NODE_CODE, CMARK_NODE_HTML_INLINE:
                if let literal = cmark_node_get_literal(inner) { text += String(cString: literal) }
            case CMARK_NODE_SOFTBREAK, CMARK_NODE_LINEBREAK: text += " "
            default: break
            }
        }
        return text
    }
}

extension MarkdownNode: Hashable {}
