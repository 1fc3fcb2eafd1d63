internal import FoundationEssentials
internal import Glibc
internal import Platform

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

    /// Progress towards an end that is known: a bar on a terminal, elsewhere a line for each tenth.
    static func steps(_ done: Int, of total: Int, _ noun: String) {
        guard total > 0 else { return }
        let tenths = min(done * 10 / total, 10)
        if isatty(2) == 1 {
            let width = 30
            let filled = min(done * width / total, width)
            let bar = String(repeating: "█", count: filled) + String(repeating: "░", count: width - filled)
            return progress("\(bar) \(done) of \(total) \(noun)")
        }
        let isNew = toldTenths.withLock { told in
            defer { told = tenths }
            return tenths != told
        }
        if isNew { error("\(done) of \(total) \(noun)") }
    }

    private static let toldTenths = Locked(0)

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
