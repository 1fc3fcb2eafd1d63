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

    /// Decodes the first frame, upright and in sRGB, scaled to touch the box from within.
    ///
    /// JPEG, WebP, JPEG 2000 and SVG are not decoded larger than needed. A file that ends early is an error, but a JPEG that lacks nothing except its end marker is not.
    package func decode(_ header: PictureHeader, fitting width: Int, _ height: Int) throws(ImagingError) -> Picture {
        let box = Box(width: Int32(clamping: width), height: Int32(clamping: height))
        do {
            return try Self.decode(bytes, header, box)
        } catch .malformed(let words) where format == .jpeg {
            guard let picture = try? decodeWithEndMarker(header, box) else { throw .malformed(words) }
            return picture
        }
    }

    private struct Box {
        var width: Int32
        var height: Int32
    }

    private static func decode(
        _ bytes: UnsafeRawBufferPointer, _ header: PictureHeader, _ box: Box, withoutWarnings: Bool = false
    ) throws(ImagingError) -> Picture {
        let shrunk = try Picture.made { image in
            cvips_thumbnail(
                bytes.baseAddress, bytes.count, box.width, box.height, header.isColourManaged ? 1 : 0, withoutWarnings ? 1 : 0,
                image)
        }
        return try Picture.made { cvips_settle(shrunk.image, $0) }
    }

    /// With a marker put in its place, a JPEG decodes without a warning only if all its pixels are there.
    private func decodeWithEndMarker(_ header: PictureHeader, _ box: Box) throws(ImagingError) -> Picture {
        let copy = UnsafeMutableRawBufferPointer.allocate(byteCount: bytes.count + 2, alignment: 16)
        defer { copy.deallocate() }
        copy.copyMemory(from: bytes)
        copy[bytes.count] = 0xff
        copy[bytes.count + 1] = 0xd9
        return try Self.decode(UnsafeRawBufferPointer(copy), header, box, withoutWarnings: true)
    }
}
