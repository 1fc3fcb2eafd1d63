/// What sort of file an asset is; derived from its MIME type (M8).
package enum AssetKind: String, CaseIterable, Sendable {
    case image, video, audio, pdf, document, archive, other

    package init(mimeType: String) {
        self =
            switch mimeType {
            case "application/pdf": .pdf
            case _ where mimeType.hasPrefix("image/"): .image
            case _ where mimeType.hasPrefix("video/"): .video
            case _ where mimeType.hasPrefix("audio/"): .audio
            case _ where Self.archives.contains(mimeType): .archive
            case _ where mimeType.hasPrefix("text/") || Self.documents.contains(mimeType): .document
            case _ where Self.documentFamilies.contains { mimeType.hasPrefix($0) }: .document
            default: .other
            }
    }

    private static let archives: Set<String> = [
        "application/zip", "application/gzip", "application/x-7z-compressed", "application/vnd.rar", "application/x-rar",
        "application/x-tar", "application/x-bzip2", "application/x-xz", "application/zstd",
    ]

    private static let documents: Set<String> = [
        "application/rtf", "application/msword", "application/vnd.ms-excel", "application/vnd.ms-powerpoint",
        "application/epub+zip",
        "application/json", "application/xml", "application/postscript",
    ]

    private static let documentFamilies = [
        "application/vnd.openxmlformats-officedocument.", "application/vnd.oasis.opendocument.",
    ]
}

/// Where the item comes from (M7).
package enum AssetProvider: String, CaseIterable, Sendable {
    case upload, youtube, generic, externalURL = "external_url"

    /// External items have no bytes here and do not count to storage (M9).
    package var isExternal: Bool { self != .upload }
}

/// Who an asset belongs to (M1).
package enum AssetScope: String, Sendable {
    case organization, global, detached
}

/// The role a picture plays for a company or person (001).
package enum MediaTypeRole: String, CaseIterable, Sendable {
    case avatar, logo, banner
}

/// Whether `/files` answers for an asset without a signature.
package enum Visibility: String, CaseIterable, Sendable {
    case `public`, `private`
}
