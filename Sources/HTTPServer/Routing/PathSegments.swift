/// The segments of a path, taken apart at its slashes and then decoded.
enum PathSegments {
    /// More than any route has, and few enough to look for placeholders in every way.
    static let maximum = 64

    /// The decoded segments of `path`, which begins with a slash; nil when they are too many or do not decode.
    static func split(_ path: Substring) -> [Substring]? {
        var segments: [Substring] = []
        segments.reserveCapacity(8)
        var rest = path.utf8.dropFirst()
        while segments.count < maximum {
            let end = rest.firstIndex(of: UInt8(ascii: "/")) ?? rest.endIndex
            guard let text = decode(Substring(rest[..<end])) else { return nil }
            segments.append(text)
            if end == rest.endIndex { return segments }
            rest = rest[rest.index(after: end)...]
        }
        return nil
    }

    private static func decode(_ segment: Substring) -> Substring? {
        segment.utf8.contains(UInt8(ascii: "%")) ? (try? PercentEncoding.decode(segment)).map { Substring($0) } : segment
    }

    /// The segments with slashes between them again.
    static func joined(_ segments: ArraySlice<Substring>) -> String {
        var path = ""
        path.reserveCapacity(segments.reduce(0) { $0 + $1.utf8.count + 1 })
        for segment in segments {
            if !path.isEmpty { path.append("/") }
            path.append(contentsOf: segment)
        }
        return path
    }

    /// Whether segments may be joined to one path again: none is empty, `.` or `..`, or hides a slash.
    static func areSafe(_ segments: ArraySlice<Substring>) -> Bool {
        segments.allSatisfy { !$0.isEmpty && $0 != "." && $0 != ".." && !$0.utf8.contains(UInt8(ascii: "/")) }
    }
}
