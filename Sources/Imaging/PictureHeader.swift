internal import CVips

/// What a picture's header says.
package struct PictureHeader: Sendable {
    /// Size as stored, of one frame, before the orientation is applied.
    package let storedWidth: Int
    package let storedHeight: Int
    package let frames: Int
    package let hasAlpha: Bool
    /// Whether its colours go through a profile.
    package let isColourManaged: Bool
    /// EXIF orientation, 1…8.
    package let orientation: Int
    /// See ``ExifField``.
    package let exif: [String: String]
    /// One round of an animation.
    package let durationSeconds: Double?
    /// Whether a HEIF container holds AV1.
    package let isAV1: Bool

    package var width: Int { orientation > 4 ? storedHeight : storedWidth }
    package var height: Int { orientation > 4 ? storedWidth : storedHeight }

    init(_ picture: Picture) {
        let image = picture.image
        storedWidth = picture.width
        storedHeight = Int(cvips_page_height(image))
        // What libvips calls the pages of a JPEG 2000 are its resolutions.
        let isJPEG2000 = cvips_text(image, "vips-loader").map { String(cString: $0).hasPrefix("jp2k") } ?? false
        frames = isJPEG2000 ? 1 : max(1, Int(cvips_pages(image)))
        hasAlpha = picture.hasAlpha
        isColourManaged = cvips_is_colour_managed(image) != 0
        orientation = min(max(Int(cvips_orientation(image)), 1), 8)
        exif = ExifField.read(from: image)
        let milliseconds = cvips_sum(image, "delay")
        durationSeconds = frames > 1 && milliseconds > 0 ? Double(milliseconds) / 1000 : nil
        isAV1 = cvips_text(image, "heif-compression").map { String(cString: $0) == "av1" } ?? false
    }
}
