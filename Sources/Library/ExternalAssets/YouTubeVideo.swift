/// A film at YouTube, known by the forms of address it is given (M9).
package struct YouTubeVideo: Hashable, Sendable {
    /// Eleven of `A–Z a–z 0–9 _ -`.
    package let id: String

    /// Nil for addresses that name no film there, and for hosts that only look like YouTube's.
    package init?(_ address: WebAddress) {
        guard address.port == nil || address.port == (address.scheme == "https" ? 443 : 80) else { return nil }
        let segments = address.path.split(separator: "/", omittingEmptySubsequences: false).dropFirst().map(String.init)
        let candidate: String? =
            switch address.host {
            case "youtu.be", "www.youtu.be": segments.first
            case _ where Self.hosts.contains(address.host): Self.id(in: segments, query: address.query)
            default: nil
            }
        guard let candidate, Self.isID(candidate) else { return nil }
        id = candidate
    }

    private static let hosts: Set<String> = [
        "youtube.com", "www.youtube.com", "m.youtube.com", "music.youtube.com", "youtube-nocookie.com",
        "www.youtube-nocookie.com",
    ]

    private static let forms: Set<String> = ["embed", "shorts", "live", "v", "e"]

    /// Where an embedding address has its id, these stand for a list or a channel.
    private static let words: Set<String> = ["videoseries", "live_stream"]

    private static func id(in segments: [String], query: String?) -> String? {
        guard let first = segments.first else { return nil }
        if first == "watch" {
            if segments.count > 1, segments[1] != "" { return segments.count == 2 ? segments[1] : nil }
            return query?.split(separator: "&").first { $0.hasPrefix("v=") }.map { String($0.dropFirst(2)) }
        }
        guard forms.contains(first), segments.count > 1, !words.contains(segments[1]) else { return nil }
        return segments[1]
    }

    private static func isID(_ text: String) -> Bool {
        text.utf8.count == 11
            && text.utf8.allSatisfy { byte in
                switch byte {
                case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"): true
                case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "_"): true
                default: false
                }
            }
    }
}
