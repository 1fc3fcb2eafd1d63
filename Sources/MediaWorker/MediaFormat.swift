/// A picture format the media worker decodes.
package enum MediaFormat: String, Sendable, CaseIterable {
    case jpeg, png, gif, webp, heif, avif, tiff, svg, jxl, jp2

    /// The format that `mimeType` (lower case, without parameters) stands for, or nil when the worker does not decode it.
    package init?(mimeType: String) {
        guard let format = Self.byMimeType[mimeType] else { return nil }
        self = format
    }

    private static let byMimeType: [String: MediaFormat] = [
        "image/jpeg": .jpeg, "image/png": .png, "image/apng": .png, "image/gif": .gif, "image/webp": .webp,
        "image/heic": .heif, "image/heif": .heif, "image/heic-sequence": .heif, "image/heif-sequence": .heif,
        "image/avif": .avif, "image/tiff": .tiff, "image/svg+xml": .svg, "image/jxl": .jxl, "image/jp2": .jp2,
    ]

    /// Megabytes one job of this format may add to the idle worker's memory.
    ///
    /// HEIC and AVIF decoders hold whole planes and reference frames; TIFF, JPEG XL and JPEG 2000 may hold all their pixels.
    /// So do a progressive JPEG (its coefficients) and an interlaced PNG; plain ones take a tenth of this.
    package var memoryMegabytes: Int {
        switch self {
        case .heif, .avif, .tiff, .jxl, .jp2: 700
        case .jpeg, .png, .gif, .webp: 512
        case .svg: 256
        }
    }
}
