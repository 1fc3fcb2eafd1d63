/// A `Content-Disposition` that offers a file for saving.
struct Attachment {
    /// Empty when none is given.
    let name: String

    init?(_ disposition: String) {
        let parts = disposition.split(separator: ";").map { $0.trimmed }
        guard parts.first?.lowercased() == "attachment" else { return nil }
        let extended = parts.first { $0.lowercased().hasPrefix("filename*=utf-8''") }
        let plain = parts.first { $0.lowercased().hasPrefix("filename=") }
        if let extended, let name = PercentEncoding.decode(extended.dropFirst("filename*=utf-8''".count)) {
            self.name = name
        } else {
            name = plain.map { $0.dropFirst("filename=".count).filter { $0 != "\"" && $0 != "\\" } } ?? ""
        }
    }
}

extension Substring {
    fileprivate var trimmed: Substring {
        let start = drop { $0 == " " }
        return start.lastIndex { $0 != " " }.map { start[...$0] } ?? ""
    }
}
