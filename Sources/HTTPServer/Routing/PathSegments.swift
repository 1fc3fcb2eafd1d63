/// The segments of a path, taken apart at its slashes and then decoded.
enum PathSegments {
    /// More than any route has, and few enough to look for placeholders in every way.
    static let maximum = 64

    /// The decoded segments of `path`, which begins with a slash; nil when they are too many or do not decode.
    static func split(_ path: Substring) -> [String]? {
        var segments: [String] = []
        for segment in path.utf8.dropFirst().split(separator: UInt8(ascii: "/"), omittingEmptySubsequences: false) {
            guard segments.count < maximum, let text = decode(Substring(segment)) else { return nil }
            segments.append(text)
        }
        return segments
    }

    private static func decode(_ segment: Substring) -> String? {
        segment.utf8.contains(UInt8(ascii: "%")) ? try? PercentEncoding.decode(segment) : String(segment)
    }

    /// Whether segments may be joined to one path again: none is empty, `.` or `..`, or hides a slash.
    static func areSafe(_ segments: ArraySlice<String>) -> Bool {
        segments.allSatisfy { !$0.isEmpty && $0 != "." && $0 != ".." && !$0.utf8.contains(UInt8(ascii: "/")) }
    }
}
