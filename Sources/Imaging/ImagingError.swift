internal import CVips

/// What libvips refused.
package enum ImagingError: Error, Sendable, Equatable {
    /// The bytes could not be decoded; libvips' own words.
    case malformed(String)
    case outOfMemory

    /// The error libvips has pending.
    static func pending() -> ImagingError {
        let text = withUnsafeTemporaryAllocation(of: CChar.self, capacity: 256) { buffer in
            cvips_take_error(buffer.baseAddress, buffer.count)
            return String(cString: buffer.baseAddress!)
        }
        return text.contains("out of memory") || text.contains("emory allocation") ? .outOfMemory : .malformed(text)
    }
}
