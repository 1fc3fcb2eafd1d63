/// A film at Vimeo, known by the forms of address it is given.
package struct VimeoVideo: Hashable, Sendable {
    /// Digits alone.
    package let id: String
    /// What opens a film that is not listed: hexadecimal digits.
    package let hash: String?

    /// Nil for addresses that name no film there, and for hosts that only look like Vimeo's.
    package init?(_ address: WebAddress) {
        guard address.port == nil || address.port == (address.scheme == "https" ? 443 : 80) else { return nil }
        var segments = address.path.split(separator: "/").map(String.init)
        switch address.host {
        case "vimeo.com", "www.vimeo.com":
            if segments.first == "channels", segments.count == 3 { segments.removeFirst(2) }
        case "player.vimeo.com":
            guard segments.first == "video" else { return nil }
            segments.removeFirst()
        default: return nil
        }
        guard let id = segments.first, Self.consists(id, of: "0123456789"), segments.count <= 2 else { return nil }
        let hash = segments.count == 2 ? segments[1] : Self.hash(in: address.query)
        if let hash, !Self.consists(hash, of: "0123456789abcdef") { return nil }
        self.id = id
        self.hash = hash
    }

    /// What follows `/video/` in the player's address.
    package var path: String { id + (hash.map { "?h=" + $0 } ?? "") }

    private static func hash(in query: String?) -> String? {
        query?.split(separator: "&").first { $0.hasPrefix("h=") }.map { String($0.dropFirst(2)) }
    }

    private static func consists(_ text: String, of characters: String) -> Bool {
        (1...20).contains(text.utf8.count) && text.utf8.allSatisfy { characters.utf8.contains($0) }
    }
}
