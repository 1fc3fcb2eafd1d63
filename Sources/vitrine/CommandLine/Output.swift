internal import FoundationEssentials
internal import Glibc

/// What commands say: results on standard output, the rest on standard error.
enum Output {
    static func line(_ text: String) { write(1, text + "\n") }

    static func error(_ text: String) { write(2, text + "\n") }

    /// `value` as one line of JSON.
    static func json(_ value: some Encodable) throws {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        line(String(decoding: try encoder.encode(value), as: UTF8.self))
    }

    /// Long work's progress: a line that renews itself on a terminal, nothing elsewhere.
    static func progress(_ text: String) {
        guard isatty(2) == 1 else { return }
        write(2, "\r\u{1b}[K\(text)")
    }

    static func endProgress() {
        guard isatty(2) == 1 else { return }
        write(2, "\r\u{1b}[K")
    }

    private static func write(_ descriptor: Int32, _ text: String) {
        let bytes = Array(text.utf8)
        var offset = 0
        while offset < bytes.count {
            let count = bytes.withUnsafeBytes { Glibc.write(descriptor, $0.baseAddress! + offset, $0.count - offset) }
            if count > 0 { offset += count } else if errno != EINTR { return }
        }
    }
}
