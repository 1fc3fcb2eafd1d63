internal import CVips

/// The bytes of a picture file, not decoded yet.
package struct EncodedPicture {
    /// Must stay valid as long as anything made from it.
    private let bytes: UnsafeRawBufferPointer

    package init(_ bytes: UnsafeRawBufferPointer) { self.bytes = bytes }

    /// The format the bytes have, or nil for one this library does not read.
    package var format: PictureFormat? {
        let loader = cvips_loader(bytes.baseAddress, bytes.count)
        defer { if loader == nil { _ = ImagingError.pending() } }
        return loader.flatMap { PictureFormat(loader: String(cString: $0)) }
    }

    /// Reads the header only.
    package func header() throws(ImagingError) -> PictureHeader {
        var image: OpaquePointer?
        guard cvips_open(bytes.baseAddress, bytes.count, &image) == 0, let image else { throw .pending() }
        return PictureHeader(Picture(owning: image))
    }

    /// Decodes the first frame, upright and in sRGB, to fit the box; JPEG, WebP and SVG are never decoded larger than needed.
    ///
    /// A file that ends early is an error.
    package func decode(fitting width: Int, _ height: Int, mayEnlarge: Bool = false) throws(ImagingError) -> Picture {
        let shrunk = try Picture.made { image in
            cvips_thumbnail(
                bytes.baseAddress, bytes.count, Int32(clamping: width), Int32(clamping: height), mayEnlarge ? 1 : 0, image)
        }
        return try Picture.made { cvips_settle(shrunk.image, $0) }
    }
}
