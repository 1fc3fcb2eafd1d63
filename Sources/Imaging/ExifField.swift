internal import CVips

/// The EXIF fields that are shown: about the camera and the exposure, never the place.
enum ExifField {
    /// The name given outside, and libvips' name.
    private static let shown: [(name: String, field: String)] = [
        ("make", "exif-ifd0-Make"), ("model", "exif-ifd0-Model"), ("lens", "exif-ifd2-LensModel"),
        ("exposureTime", "exif-ifd2-ExposureTime"), ("fNumber", "exif-ifd2-FNumber"), ("iso", "exif-ifd2-ISOSpeedRatings"),
        ("focalLength", "exif-ifd2-FocalLength"), ("takenAt", "exif-ifd2-DateTimeOriginal"),
        ("orientation", "exif-ifd0-Orientation"),
    ]

    private static let longestValue = 200

    static func read(from image: OpaquePointer) -> [String: String] {
        var values: [String: String] = [:]
        for (name, field) in shown {
            guard let raw = cvips_text(image, field) else { continue }
            values[name] = readable(String(cString: raw))
        }
        // A number outside, where libvips says "Right-top".
        if values["orientation"] != nil { values["orientation"] = String(cvips_orientation(image)) }
        return values
    }

    /// The part for people of libvips' `raw (formatted, type, n components, m bytes)`, without control characters.
    static func readable(_ text: String) -> String? {
        let visible = formatted(text).unicodeScalars.filter { $0.properties.generalCategory != .control }
        let value = String(String.UnicodeScalarView(visible)).drop { $0 == " " }.prefix(longestValue)
        return value.isEmpty ? nil : String(value)
    }

    private static func formatted(_ text: String) -> Substring {
        // Type, components and bytes are the last three of the comma-separated parts; the value may hold commas too.
        var head = text[...]
        for _ in 0..<3 {
            guard let comma = head.lastIndex(of: ",") else { return text[...] }
            head = head[..<comma]
        }
        return secondHalf(of: head) ?? afterParenthesis(in: head)
    }

    /// A text is its own formatting, `value (value`, and may itself hold a parenthesis.
    private static func secondHalf(of head: Substring) -> Substring? {
        let length = (head.count - 2) / 2
        guard length > 0, head.count == 2 * length + 2, head.prefix(length) == head.suffix(length) else { return nil }
        return head.suffix(length)
    }

    private static func afterParenthesis(in head: Substring) -> Substring {
        guard let open = head.firstIndex(of: "(") else { return head }
        return head[head.index(after: open)...]
    }
}
