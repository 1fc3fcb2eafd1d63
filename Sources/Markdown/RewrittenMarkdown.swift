internal import Glibc

/// A document whose references are what they shall be, ready to be rendered.
package struct RewrittenMarkdown {
    /// Marks the pictures that become players. No document can bring it along: ``SafeAddress`` empties it.
    static let scheme = "vitrine-player"

    private let document: MarkdownDocument
    private var players: [MarkdownPlayer] = []
    /// After which node the next player that was in a link goes.
    private var last: [MarkdownNode: MarkdownNode] = [:]

    init(_ document: MarkdownDocument) { self.document = document }

    /// Lets `player` stand for the picture `node`; one in a link comes after it, for controls cannot be pressed inside one.
    mutating func place(_ player: MarkdownPlayer, for node: MarkdownNode) {
        node.setDestination("\(Self.scheme):\(players.count)")
        players.append(player)
        guard let link = node.enclosingLink else { return }
        let text = node.text
        if node.move(after: last[link] ?? link, leaving: text.isEmpty ? player.name : text) { last[link] = node }
    }

    /// The document as HTML; nil when there is no memory for it.
    ///
    /// Pictures become what they are here and not in the tree, whose table cells take no foreign nodes. `<img src="` is written for
    /// pictures alone: raw HTML is left out, and everything else is escaped.
    package func html() -> [UInt8]? {
        document.rendered { text in
            var html: [UInt8] = []
            var rest = text
            while let start = strstr(rest, #"<img src=""#), let end = strstr(start, "/>") {
                html += bytes(from: rest, to: start)
                html += element(bytes(from: start, to: end + 2))
                rest = UnsafePointer(end + 2)
            }
            return html + bytes(from: rest, to: rest + strlen(rest))
        }
    }

    /// `<img src="…" alt="…" />` or `<img src="…" alt="…" title="…" />`; no value holds a quotation mark or an angle bracket.
    private func element(_ image: UnsafeRawBufferPointer) -> [UInt8] {
        let values = image.split(separator: UInt8(ascii: "\""), omittingEmptySubsequences: false)
        let mark = Array("\(Self.scheme):".utf8)
        guard values.count >= 4, values[1].starts(with: mark),
            let number = Int(String(decoding: values[1].dropFirst(mark.count), as: UTF8.self)), players.indices.contains(number)
        else { return Array(#"<img loading="lazy""#.utf8) + image.dropFirst(4) }
        return players[number].html(label: values[3], title: values.count > 5 ? values[5] : values[3].prefix(0))
    }

    private func bytes(from start: UnsafePointer<CChar>, to end: UnsafePointer<CChar>) -> UnsafeRawBufferPointer {
        UnsafeRawBufferPointer(start: start, count: end - start)
    }
}
