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
        // "out of memory", "Insufficient memory", "Memory allocation error": each library has its own words.
        return text.contains("emory") ? .outOfMemory : .malformed(text)
    }
}
