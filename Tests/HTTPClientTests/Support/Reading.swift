import HTTPClient
import Platform

extension HTTPDownload {
    /// Reads to the end in pieces of `pieceLength` bytes at most. Returns how many bytes there were.
    func drain(pieceLength: Int = 128 * 1024) async throws(HTTPClientError) -> Int {
        let buffer = UnsafeMutableRawBufferPointer.allocate(byteCount: pieceLength, alignment: 16)
        defer { buffer.deallocate() }
        var total = 0
        while true {
            let count = try await read(into: buffer)
            if count == 0 { return total }
            total += count
        }
    }

    /// One read of up to `count` bytes.
    func some(_ count: Int) async throws(HTTPClientError) -> Int {
        let buffer = UnsafeMutableRawBufferPointer.allocate(byteCount: count, alignment: 16)
        defer { buffer.deallocate() }
        return try await read(into: buffer)
    }
}

/// Memory of this process in RAM, in bytes.
func residentBytes() throws -> Int {
    let file = try FileDescriptor.open("/proc/self/statm", 0)
    var text = [UInt8](repeating: 0, count: 128)
    let count = try text.withUnsafeMutableBytes { try file.read(into: $0, at: 0) }
    let fields = String(decoding: text[..<count], as: UTF8.self).split(separator: " ")
    return Int(fields[1])! * 4096
}
