/// The small pictures of one original, all made from one decode.
package struct Renditions {
    package static let thumbnailSide = 320
    package static let cardSide = 200

    private static let longestShared = 8192.0

    /// WebP, quality 80.
    package let thumbnail: [UInt8]
    package let thumbnailWidth: Int
    package let thumbnailHeight: Int
    /// JPEG, quality 85.
    package let card: [UInt8]
    package let placeholder: String

    package init(of picture: EncodedPicture, header: PictureHeader) throws(ImagingError) {
        let box = Self.sharedSize(width: header.width, height: header.height)
        let shared = try picture.decode(header, fitting: box.width, box.height)
        let small = try shared.fitted(Self.thumbnailSide, Self.thumbnailSide)
        thumbnail = try small.webp(quality: 80, effort: 3)
        thumbnailWidth = small.width
        thumbnailHeight = small.height
        let opaque = try shared.flattened()
        card = try opaque.centreSquare().stretched(Self.cardSide, Self.cardSide).jpeg(quality: 85)
        placeholder = try Self.placeholder(of: opaque)
    }

    /// The size that serves thumbnail and card: within the thumbnail's box, but, where the shape is longer than 8:5, larger
    /// so that the short side still fills the card. A ribbon stays within `longestShared` and has its card enlarged.
    static func sharedSize(width: Int, height: Int) -> (width: Int, height: Int) {
        let long = Double(max(width, height, 1))
        let short = Double(max(min(width, height), 1))
        let scale = min(max(Double(thumbnailSide) / long, Double(cardSide) / short), longestShared / long, 1)
        return (max(1, Int((Double(width) * scale).rounded())), max(1, Int((Double(height) * scale).rounded())))
    }

    private static func placeholder(of picture: Picture) throws(ImagingError) -> String {
        let (width, height) = (32, 24)
        let pixels = try picture.stretched(width, height).pixels()
        return BlurHash.encode(pixels: pixels, width: width, height: height, across: 4, down: 3)
    }
}
