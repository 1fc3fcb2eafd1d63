/// What a picture in a document is shown as, by the address it has in the end (M44).
package enum EmbeddedMedia: Hashable, Sendable {
    case picture
    case video
    case audio
    /// A player of another site, at this address.
    case frame(address: String, site: Site)

    /// Whose players are put in place.
    package enum Site: String, CaseIterable, Sendable {
        case youTube = "YouTube"
        case vimeo = "Vimeo"

        /// Where its players come from, for a page's policy.
        package var origin: String {
            switch self {
            case .youTube: "https://www.youtube-nocookie.com"
            case .vimeo: "https://player.vimeo.com"
            }
        }
    }

    /// `kind` is that of the asset whose file is at `address`; nil where nothing but the address is known.
    package init(address: String, kind: AssetKind? = nil) {
        switch kind {
        case .video: self = .video
        case .audio: self = .audio
        case .some: self = .picture
        case nil: self = Self.frame(address) ?? Self.byExtension(address)
        }
    }

    /// What a player without alternative text is called.
    package var name: String {
        switch self {
        case .picture: ""
        case .video: "Video"
        case .audio: "Audio"
        case .frame(_, let site): "\(site.rawValue) video"
        }
    }

    private static func frame(_ address: String) -> EmbeddedMedia? {
        guard let address = WebAddress(address) else { return nil }
        if let video = YouTubeVideo(address) {
            return .frame(address: "\(Site.youTube.origin)/embed/\(video.id)", site: .youTube)
        }
        if let video = VimeoVideo(address) { return .frame(address: "\(Site.vimeo.origin)/video/\(video.path)", site: .vimeo) }
        return nil
    }

    private static let videos: Set<String> = ["mp4", "m4v", "webm", "ogv", "mov"]
    private static let sounds: Set<String> = ["mp3", "m4a", "aac", "ogg", "oga", "opus", "wav", "flac"]

    private static func byExtension(_ address: String) -> EmbeddedMedia {
        let path = address.prefix { $0 != "?" && $0 != "#" }
        guard let name = path.split(separator: "/").last, let dot = name.lastIndex(of: ".") else { return .picture }
        let fileExtension = name[name.index(after: dot)...].lowercased()
        return videos.contains(fileExtension) ? .video : sounds.contains(fileExtension) ? .audio : .picture
    }
}
