/// The small pictures made from one decode of an original.
package struct MediaRendering: Sendable, Equatable {
    package var inspection: MediaInspection
    /// WebP within 320×320, upright, never enlarged; transparency kept, metadata removed (M28).
    package var thumbnail: RenderedImage
    /// JPEG of 200×200, the upright picture's centre, transparency on white (M28).
    package var card: RenderedImage
    /// BlurHash of 4×3 components, shown while the thumbnail loads.
    package var placeholder: String

    package init(inspection: MediaInspection, thumbnail: RenderedImage, card: RenderedImage, placeholder: String) {
        self.inspection = inspection
        self.thumbnail = thumbnail
        self.card = card
        self.placeholder = placeholder
    }
}

/// An encoded picture and its size in pixels.
package struct RenderedImage: Sendable, Equatable {
    package var bytes: [UInt8]
    package var width: Int
    package var height: Int
    package var mimeType: String

    package init(bytes: [UInt8], width: Int, height: Int, mimeType: String) {
        self.bytes = bytes
        self.width = width
        self.height = height
        self.mimeType = mimeType
    }
}
