internal import CVips

/// An image of libvips.
package final class Picture {
    let image: OpaquePointer

    init(owning image: OpaquePointer) { self.image = image }

    deinit { cvips_release(image) }

    /// The image that `step` makes, or the error it leaves.
    static func made(by step: (UnsafeMutablePointer<OpaquePointer?>) -> Int32) throws(ImagingError) -> Picture {
        var image: OpaquePointer?
        guard step(&image) == 0, let image else { throw .pending() }
        return Picture(owning: image)
    }

    package var width: Int { Int(cvips_width(image)) }
    package var height: Int { Int(cvips_height(image)) }
    package var hasAlpha: Bool { cvips_has_alpha(image) != 0 }

    /// Scaled down to fit the box, or this picture where it already does.
    package func fitted(_ width: Int, _ height: Int) throws(ImagingError) -> Picture {
        if self.width <= width && self.height <= height { return self }
        return try .made { cvips_fit(image, Int32(width), Int32(height), $0) }
    }

    /// The largest square out of its middle.
    package func centreSquare() throws(ImagingError) -> Picture {
        try .made { cvips_centre_square(image, $0) }
    }

    /// Scaled to exactly this size, whatever the shape.
    package func stretched(_ width: Int, _ height: Int) throws(ImagingError) -> Picture {
        try .made { cvips_stretch(image, Int32(width), Int32(height), $0) }
    }

    /// Transparency put on white.
    package func flattened() throws(ImagingError) -> Picture {
        try .made { cvips_flatten(image, $0) }
    }

    /// Eight-bit pixels, row by row, three or four bytes each.
    package func pixels() throws(ImagingError) -> [UInt8] {
        var count = 0
        guard let bytes = cvips_pixels(image, &count) else { throw .pending() }
        defer { cvips_free(bytes) }
        return Array(UnsafeRawBufferPointer(start: bytes, count: count))
    }
}
