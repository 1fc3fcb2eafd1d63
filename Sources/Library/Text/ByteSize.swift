extension Int64 {
    /// Reads a size as people write one: `26214400`, `25 MB`, `1.5GB`; 1 MB is 1,048,576 bytes (M14). Nil for anything else.
    package init?(byteSize text: String) {
        let text = text.trimmedWhitespace.folded
        let digits = text.prefix { $0.isASCII && ($0.isNumber || $0 == ".") }
        let units: [String: Int64] = ["": 1, "b": 1, "bytes": 1, "kb": 1024, "mb": .mebibyte, "gb": .gibibyte]
        guard let unit = units[String(text.dropFirst(digits.count)).trimmedWhitespace] else { return nil }
        let parts = digits.split(separator: ".", omittingEmptySubsequences: false)
        guard let whole = parts.first.flatMap({ Int64($0) }), parts.count <= 2 else { return nil }
        let (bytes, isTooLarge) = whole.multipliedReportingOverflow(by: unit)
        if isTooLarge { return nil }
        guard parts.count == 2 else {
            self = bytes
            return
        }
        // A fraction of a byte there is not.
        guard unit > 1, (1...6).contains(parts[1].count), let fraction = Int64(parts[1]) else { return nil }
        let scale = (0..<parts[1].count).reduce(Int64(1)) { scale, _ in scale * 10 }
        let (sum, isOver) = bytes.addingReportingOverflow(fraction * unit / scale)
        if isOver { return nil }
        self = sum
    }

    /// The shortest text ``init(byteSize:)`` reads as exactly this.
    package var byteSizeText: String {
        for (unit, name) in [(Int64.gibibyte, "GB"), (.mebibyte, "MB"), (1024, "KB")] where self > 0 && isMultiple(of: unit) {
            return "\(self / unit) \(name)"
        }
        return String(self)
    }
}
