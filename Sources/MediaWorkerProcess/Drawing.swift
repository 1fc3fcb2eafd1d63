internal import Imaging
internal import MediaWorker

/// A trusted SVG drawn at an exact size.
struct Drawing {
    private static let longestSide = 16_384
    private let picture: Picture

    init(svg: UnsafeRawBufferPointer, width: Int, height: Int) throws {
        guard 1...Self.longestSide ~= width, 1...Self.longestSide ~= height else {
            throw Refused(.tooLarge("drawings are 1 to \(Self.longestSide) pixels wide and high"))
        }
        let encoded = EncodedPicture(svg)
        guard encoded.format == .svg else { throw Refused(.malformed("it is not an SVG")) }
        let drawn = try encoded.decode(try encoded.header(), fitting: width, height)
        picture = drawn.width == width && drawn.height == height ? drawn : try drawn.stretched(width, height)
    }

    func encoded(as format: DrawFormat) throws -> [UInt8] {
        switch format {
        case .jpeg(let quality): try picture.flattened().jpeg(quality: quality)
        case .png: try picture.png()
        case .webp(let quality): try picture.webp(quality: quality, effort: 4)
        case .gif: try picture.gif()
        case .tiff: try picture.tiff()
        case .avif(let quality): try picture.avif(quality: quality)
        case .heic(let quality): try picture.flattened().heic(quality: quality)
        }
    }
}
