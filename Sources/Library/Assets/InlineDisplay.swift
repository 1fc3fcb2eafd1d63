/// What may be shown in a browser under an address of this library; everything else is offered for saving (SAFETY, first threat).
package enum InlineDisplay {
    /// SVG and HTML are not here: they could run script. An SVG in an `<img>` is shown all the same.
    private static let safeTypes: Set<String> = [
        "image/jpeg", "image/png", "image/gif", "image/webp", "image/avif", "image/heic", "image/heif", "image/tiff", "image/bmp",
        "image/jxl", "image/jp2", "video/mp4", "video/webm", "video/ogg", "video/quicktime", "audio/mpeg", "audio/mp4",
        "audio/ogg", "audio/wav", "audio/x-wav", "audio/webm", "audio/flac", "audio/aac", "application/pdf", "text/plain",
    ]

    package static func isSafe(mimeType: String) -> Bool { safeTypes.contains(mimeType) }
}
