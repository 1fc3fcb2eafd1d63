internal import Library
internal import Platform

extension ImportOutcome {
    /// What an error about one file means for it; nil where it is none of the file's, and ends the import.
    init?(_ error: any Error) {
        switch error {
        case let error as Errno: self = .skipped(code: "unreadable", reason: "It cannot be read: \(error).")
        case is ImportedAlready: self = .present
        case let error as AssetError: self.init(refusal: error)
        case let error as FolderError: self.init(refusal: error)
        case let error as ContentError: self.init(refusal: error)
        case let error as MarkdownError: self.init(refusal: error)
        case let error as ThumbnailError: self.init(refusal: error)
        case let error as UsageError: self.init(refusal: error)
        case UploadError.contentDiffers:
            self = .skipped(code: "content_differs", reason: "Its bytes are not those the manifest has a checksum of.")
        default: return nil
        }
    }

    private init(refusal: some Failure) { self = .skipped(code: refusal.code, reason: refusal.sentence) }
}
