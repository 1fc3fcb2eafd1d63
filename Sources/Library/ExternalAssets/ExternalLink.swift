/// What a door knows of an asset whose bytes are elsewhere (M9).
package struct ExternalLink: Sendable {
    /// As it was given.
    package var sourceURL: String
    /// Nil leaves it to the address: `youtube` where it is known as such, else `generic`.
    package var provider: AssetProvider?
    /// Where a picture for it is, fetched once in the background.
    package var thumbnailURL: String?
    /// What the client calls the address, for problems with it.
    package var sourceField = "sourceUrl"

    package init(sourceURL: String, provider: AssetProvider? = nil, thumbnailURL: String? = nil) {
        self.sourceURL = sourceURL
        self.provider = provider
        self.thumbnailURL = thumbnailURL
    }

    /// The link with its addresses taken apart; throws all problems together.
    package func checked() throws(AssetError) -> CheckedLink {
        var problems: [FieldProblem] = []
        guard let link = checked(&problems), problems.isEmpty else { throw .invalidFields(problems) }
        return link
    }

    /// The same, noting the problems for who has found others; nil where the address is none.
    package func checked(_ problems: inout [FieldProblem]) -> CheckedLink? {
        let source = WebAddress(sourceURL)
        if source == nil { problems.append(.noWebAddress(sourceField)) }
        let thumbnail = thumbnailURL.flatMap(WebAddress.init)
        if let thumbnailURL, !thumbnailURL.isEmpty, thumbnail == nil { problems.append(.noWebAddress("thumbnailUrl")) }
        guard let source else { return nil }
        let video = YouTubeVideo(source)
        if let problem = problem(with: provider, video != nil) { problems.append(problem) }
        return CheckedLink(
            source: source, provider: provider ?? (video == nil ? .generic : .youtube), video: video, thumbnail: thumbnail)
    }

    private func problem(with provider: AssetProvider?, _ isYouTube: Bool) -> FieldProblem? {
        let detail: String
        switch provider {
        case .upload: detail = "An asset that is a link comes from youtube, generic or external_url."
        case .youtube where !isYouTube:
            detail = "\(sourceField) is not the address of a film at YouTube. Leave provider out, or send generic."
        case .generic where isYouTube:
            detail = "\(sourceField) is the address of a film at YouTube. Leave provider out, or send youtube."
        default: return nil
        }
        return FieldProblem(field: "provider", code: "provider_mismatch", detail: detail)
    }
}

/// A link in order.
package struct CheckedLink: Hashable, Sendable {
    package let source: WebAddress
    package let provider: AssetProvider
    package let video: YouTubeVideo?
    package let thumbnail: WebAddress?

    /// By the address's extension, where it tells (M8); the bytes are never seen.
    package var kind: AssetKind {
        if video != nil { return .video }
        guard let name = source.lastSegment, let dot = name.lastIndex(of: ".") else { return .other }
        return Self.kinds[name[name.index(after: dot)...].lowercased()] ?? .other
    }

    /// What people see until somebody writes a title: the film's id, the last part of the path, or the host.
    package var name: String {
        if let video { return "YouTube \(video.id)" }
        return FileName.cleaned(source.lastSegment ?? source.host)
    }

    private static let kinds: [String: AssetKind] = [
        "jpg": .image, "jpeg": .image, "png": .image, "gif": .image, "webp": .image, "avif": .image, "svg": .image,
        "heic": .image,
        "mp4": .video, "m4v": .video, "webm": .video, "mov": .video, "mkv": .video, "ogv": .video,
        "mp3": .audio, "m4a": .audio, "ogg": .audio, "oga": .audio, "wav": .audio, "flac": .audio, "aac": .audio,
        "pdf": .pdf,
        "doc": .document, "docx": .document, "odt": .document, "rtf": .document, "txt": .document, "md": .document,
        "csv": .document, "xls": .document, "xlsx": .document, "ods": .document, "ppt": .document, "pptx": .document,
        "odp": .document, "epub": .document,
        "zip": .archive, "tar": .archive, "gz": .archive, "7z": .archive, "rar": .archive, "xz": .archive,
    ]
}

extension FieldProblem {
    /// `field` should be an address and is none.
    package static func noWebAddress(_ field: String) -> FieldProblem {
        FieldProblem(
            field: field, code: "invalid_address",
            detail:
                "\(field) is a whole address that begins with http:// or https://, without user name and password, of at most \(WebAddress.maximumBytes) characters; a host with other letters than English ones is written in its xn-- form."
        )
    }
}
