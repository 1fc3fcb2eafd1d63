/// A format the worker writes when it draws a trusted SVG; qualities are 1…100.
package enum DrawFormat: Sendable, Equatable {
    case jpeg(quality: Int)
    case png
    case webp(quality: Int)
    case gif
    case tiff
    case avif(quality: Int)
    case heic(quality: Int)

    package var mimeType: String {
        switch self {
        case .jpeg: "image/jpeg"
        case .png: "image/png"
        case .webp: "image/webp"
        case .gif: "image/gif"
        case .tiff: "image/tiff"
        case .avif: "image/avif"
        case .heic: "image/heic"
        }
    }

    package var quality: Int {
        switch self {
        case .jpeg(let quality), .webp(let quality), .avif(let quality), .heic(let quality): quality
        case .png, .gif, .tiff: 100
        }
    }
}
