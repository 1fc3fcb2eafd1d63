/// Where a blob lives in a store: a server-made name such as `organizations/<uuid>/media/<uuid>.jpg`.
///
/// Segments of `A-Z a-z 0-9 . _ -` joined by `/`, none empty, none beginning with a dot, at most 512 bytes in all and
/// 255 in a segment. Such a key means the same to a file system, to S3 and in a URL, and cannot leave the folder it is resolved in.
package struct BlobKey: Hashable, Comparable, Sendable, CustomStringConvertible {
    package static let maximumLength = 512
    package static let maximumSegmentLength = 255

    /// The key as text; ASCII only.
    package let description: String

    /// Fails with `.invalidKey` when `text` breaks a rule above.
    package init(_ text: String) throws(BlobError) {
        guard Self.isValid(text) else { throw .invalidKey(text) }
        description = text
    }

    /// By bytes, the order in which every store lists.
    package static func < (left: BlobKey, right: BlobKey) -> Bool {
        left.description.utf8.lexicographicallyPrecedes(right.description.utf8)
    }

    static func isValid(_ text: String) -> Bool {
        let bytes = text.utf8
        guard !bytes.isEmpty, bytes.count <= maximumLength else { return false }
        return bytes.split(separator: UInt8(ascii: "/"), omittingEmptySubsequences: false).allSatisfy(isValidSegment)
    }

    static func isValidSegment(_ segment: some Collection<UInt8>) -> Bool {
        guard let first = segment.first, first != UInt8(ascii: "."), segment.count <= maximumSegmentLength else { return false }
        return segment.allSatisfy(isAllowed)
    }

    private static func isAllowed(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "0")...UInt8(ascii: "9"),
            UInt8(ascii: "."), UInt8(ascii: "_"), UInt8(ascii: "-"):
            true
        default: false
        }
    }
}
