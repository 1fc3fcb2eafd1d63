/// A player in a picture's place (M44).
package struct MarkdownPlayer: Sendable {
    package enum Kind: Sendable {
        case video, audio
        /// Another site's player, in a frame.
        case frame
    }

    let kind: Kind
    let address: String
    /// For a player without alternative text.
    let name: String

    /// The element. The alternative text, which names it, and the title are escaped for an attribute already.
    func html(label: some Collection<UInt8>, title: some Collection<UInt8>) -> [UInt8] {
        let label = label.isEmpty ? escaped(name) : Array(label)
        let start =
            switch kind {
            case .video: #"<video controls preload="metadata" aria-label=""#
            case .audio: #"<audio controls preload="metadata" aria-label=""#
            case .frame: #"<iframe loading="lazy" title=""#
            }
        let hint = title.isEmpty || kind == .frame ? [] : Array(#"" title=""#.utf8) + title
        return Array(start.utf8) + label + hint + Array(#"" src=""#.utf8) + escaped(address) + Array(end.utf8)
    }

    private var end: String {
        switch kind {
        case .video: #""></video>"#
        case .audio: #""></audio>"#
        // The frame is another origin's: it may run its own scripts, and reach nothing of the page around it.
        case .frame:
            #"" sandbox="allow-scripts allow-same-origin allow-presentation allow-popups" "#
                + #"allow="fullscreen; picture-in-picture; encrypted-media" "#
                + #"referrerpolicy="strict-origin-when-cross-origin"></iframe>"#
        }
    }

    private func escaped(_ text: String) -> [UInt8] {
        var escaped: [UInt8] = []
        for byte in text.utf8 {
            switch byte {
            case UInt8(ascii: "&"): escaped += Array("&amp;".utf8)
            case UInt8(ascii: "<"): escaped += Array("&lt;".utf8)
            case UInt8(ascii: ">"): escaped += Array("&gt;".utf8)
            case UInt8(ascii: "\""): escaped += Array("&quot;".utf8)
            case UInt8(ascii: "'"): escaped += Array("&#39;".utf8)
            default: escaped.append(byte)
            }
        }
        return escaped
    }
}
