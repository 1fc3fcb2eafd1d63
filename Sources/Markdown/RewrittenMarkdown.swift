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
    /// pictures alone, and `<input type="checkbox"` for tasks: raw HTML is left out, and everything else is escaped.
    package func html() -> [UInt8]? {
        document.rendered { text in
            var html: [UInt8] = []
            var rest = text
            var image = Self.first(Self.imageStart, text)
            var task = Self.first(Self.taskStart, text)
            while let start = [image, task].compactMap(\.self).min(), let end = strstr(start, "/>") {
                let tag = bytes(from: start, to: end + 2)
                html += bytes(from: rest, to: start)
                rest = UnsafePointer(end + 2)
                // Only what was found is looked for again: looking for both each time would take quadratic time.
                if start == image {
                    html += element(tag)
                    image = Self.first(Self.imageStart, rest)
                } else {
                    html += Self.named(tag, by: rest)
                    task = Self.first(Self.taskStart, rest)
                }
            }
            return html + bytes(from: rest, to: rest + strlen(rest))
        }
    }

    private static let imageStart = #"<img src=""#
    private static let taskStart = #"<input type="checkbox""#

    private static func first(_ pattern: String, _ text: UnsafePointer<CChar>) -> UnsafePointer<CChar>? {
        strstr(text, pattern).map { UnsafePointer($0) }
    }

    /// A task's box with the words of the first line that follows it for a name.
    private static func named(_ box: UnsafeRawBufferPointer, by text: UnsafePointer<CChar>) -> [UInt8] {
        var words: [UInt8] = []
        var isInTag = false
        var next = text
        while next.pointee != 0, strncmp(next, "</li", 4) != 0 {
            let byte = UInt8(bitPattern: next.pointee)
            next += 1
            switch byte {
            case UInt8(ascii: "<"): isInTag = true
            case UInt8(ascii: ">"): isInTag = false
            // White space comes first where the words are a paragraph of their own.
            case UInt8(ascii: "\n"), UInt8(ascii: " "): if !words.isEmpty, !isInTag { words.append(byte) }
            default: if !isInTag { words.append(byte) }
            }
            if words.last == UInt8(ascii: "\n") { break }
        }
        while let last = words.last, last == UInt8(ascii: " ") || last == UInt8(ascii: "\n") { words.removeLast() }
        if words.isEmpty { return Array(box) }
        return box.dropLast(2) + Array(#"aria-label=""#.utf8) + words + Array(#"" />"#.utf8)
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
