internal import Glibc
internal import Platform

/// A text that a command is given: a file where it runs, or standard input for `-`.
enum TextSource {
    /// The whole of it, or a little more than `limit` bytes where it is longer; throws where it cannot be read or is not UTF-8.
    static func read(_ path: String, upTo limit: Int) throws -> String {
        let descriptor = path == "-" ? 0 : open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { throw unreadable(path, Errno.current) }
        defer { if descriptor != 0 { close(descriptor) } }
        var bytes: [UInt8] = []
        var buffer = [UInt8](repeating: 0, count: 65_536)
        while bytes.count <= limit {
            let count = Glibc.read(descriptor, &buffer, buffer.count)
            if count < 0, errno == EINTR { continue }
            if count < 0 { throw unreadable(path, Errno.current) }
            if count == 0 { break }
            bytes += buffer[..<count]
        }
        guard let text = String(validating: bytes, as: UTF8.self) else {
            throw ReportedFailure(reason: "“\(path)” is not UTF-8 text")
        }
        return text
    }

    private static func unreadable(_ path: String, _ error: Errno) -> ReportedFailure {
        ReportedFailure(reason: "the file “\(path)” cannot be read: \(error)")
    }
}
