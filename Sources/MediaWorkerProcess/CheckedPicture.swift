internal import Imaging
internal import MediaWorker

/// A picture whose header was found to be what was announced, and within the limits.
struct CheckedPicture {
    private let encoded: EncodedPicture
    private let header: PictureHeader
    private let format: MediaFormat

    init(_ bytes: UnsafeRawBufferPointer, as announced: MediaFormat, limits: PictureLimits) throws {
        encoded = EncodedPicture(bytes)
        guard let found = encoded.format.flatMap({ MediaFormat(rawValue: $0.rawValue) }) else {
            throw Refused(.malformed("no decoder recognises it"))
        }
        guard found.family == announced.family else {
            throw Refused(.malformed("it says \(announced.rawValue) and is \(found.rawValue)"))
        }
        header = try encoded.header()
        format = found == .heif && header.isAV1 ? .avif : found
        // The size of a drawing is only a wish: it is drawn at the size it is wanted in.
        if found != .svg { try Self.check(header, limits) }
    }

    private static func check(_ header: PictureHeader, _ limits: PictureLimits) throws {
        guard header.frames <= limits.maximumFrames else {
            throw Refused(.tooLarge("\(header.frames) frames, where \(limits.maximumFrames) are allowed"))
        }
        let (area, overflows) = header.width.multipliedReportingOverflow(by: header.height)
        let (pixels, overflowsToo) = area.multipliedReportingOverflow(by: header.frames)
        guard !overflows, !overflowsToo, pixels <= limits.maximumPixels else {
            throw Refused(
                .tooLarge(
                    "\(header.width) × \(header.height) pixels in \(header.frames) frames, where "
                        + "\(limits.maximumPixels / 1_000_000) million pixels are allowed"))
        }
    }

    var inspection: MediaInspection {
        MediaInspection(
            format: format, width: header.width, height: header.height, frames: header.frames, hasAlpha: header.hasAlpha,
            orientation: header.orientation, exif: header.exif, durationSeconds: header.durationSeconds)
    }

    func rendering() throws -> MediaRendering {
        let renditions = try Renditions(of: encoded, header: header)
        return MediaRendering(
            inspection: inspection,
            thumbnail: RenderedImage(
                bytes: renditions.thumbnail, width: renditions.thumbnailWidth, height: renditions.thumbnailHeight,
                mimeType: "image/webp"),
            card: RenderedImage(
                bytes: renditions.card, width: Renditions.cardSide, height: Renditions.cardSide, mimeType: "image/jpeg"),
            placeholder: renditions.placeholder)
    }
}

extension MediaFormat {
    /// HEIC and AVIF are one container; which codec is inside is told by the header.
    fileprivate var family: MediaFormat { self == .avif ? .heif : self }
}
