internal import CVips

extension Picture {
    /// `effort` 0…6: how long to look for a smaller file.
    package func webp(quality: Int, effort: Int) throws(ImagingError) -> [UInt8] {
        try encoded { cvips_write_webp(image, Int32(quality), Int32(effort), $0, $1) }
    }

    package func jpeg(quality: Int) throws(ImagingError) -> [UInt8] {
        try encoded { cvips_write_jpeg(image, Int32(quality), $0, $1) }
    }

    package func png() throws(ImagingError) -> [UInt8] { try encoded { cvips_write_png(image, $0, $1) } }

    package func gif() throws(ImagingError) -> [UInt8] { try encoded { cvips_write_gif(image, $0, $1) } }

    package func tiff() throws(ImagingError) -> [UInt8] { try encoded { cvips_write_tiff(image, $0, $1) } }

    package func avif(quality: Int) throws(ImagingError) -> [UInt8] {
        try encoded { cvips_write_avif(image, Int32(quality), $0, $1) }
    }

    package func heic(quality: Int) throws(ImagingError) -> [UInt8] {
        try encoded { cvips_write_heic(image, Int32(quality), $0, $1) }
    }

    private func encoded(
        by write: (UnsafeMutablePointer<UnsafeMutableRawPointer?>, UnsafeMutablePointer<Int>) -> Int32
    ) throws(ImagingError) -> [UInt8] {
        var bytes: UnsafeMutableRawPointer?
        var count = 0
        guard write(&bytes, &count) == 0, let bytes else { throw .pending() }
        defer { cvips_free(bytes) }
        return Array(UnsafeRawBufferPointer(start: bytes, count: count))
    }
}
