internal import Glibc
package import Platform

/// One request. Its body can be sent again from the start, so a failed request can be repeated as it is.
package struct HTTPClientRequest: Sendable {
    /// What the server is asked to do.
    package enum Method: String, Sendable {
        case get = "GET"
        case head = "HEAD"
        case post = "POST"
        case put = "PUT"
        case patch = "PATCH"
        case delete = "DELETE"
    }

    /// What is sent after the head.
    package enum Body: Sendable {
        /// No bytes; with POST, PUT and PATCH a stated length of 0.
        case empty
        case bytes([UInt8])
        /// A range of a file in bytes. The file's own position is neither used nor moved.
        case file(FileDescriptor, offset: Int64, length: Int64)
    }

    /// GET unless said otherwise.
    package var method: Method
    /// An `http` or `https` address, percent-encoded; it is sent as it stands, `..` and all.
    package var url: String
    /// `Host`, `Content-Length` and `Connection` are written by the client unless given here.
    package var headers: [(name: String, value: String)]
    /// Ignored for HEAD.
    package var body: Body
    /// Instead of the client's.
    package var stallTimeout: Duration?
    /// Instead of the client's.
    package var totalTimeout: Duration?

    /// A request that waits as long as the client is told to.
    package init(
        _ method: Method = .get, _ url: String, headers: [(name: String, value: String)] = [], body: Body = .empty
    ) {
        self.method = method
        self.url = url
        self.headers = headers
        self.body = body
    }
}

extension HTTPClientRequest.Body {
    /// In bytes.
    package var length: Int64 {
        switch self {
        case .empty: 0
        case .bytes(let bytes): Int64(bytes.count)
        case .file(_, _, let length): length
        }
    }

    /// Copies what is at `position` of the body into `buffer`; 0 only when there is no room or nothing left.
    func read(into buffer: UnsafeMutableRawBufferPointer, at position: Int64) throws(HTTPClientError) -> Int {
        let count = Int(min(Int64(buffer.count), length - position))
        guard count > 0 else { return 0 }
        switch self {
        case .empty: return 0
        case .bytes(let bytes):
            buffer.copyBytes(from: bytes[Int(position)..<Int(position) + count])
            return count
        case .file(let file, let offset, _):
            return try Self.read(file, UnsafeMutableRawBufferPointer(rebasing: buffer[..<count]), at: offset + position)
        }
    }

    private static func read(
        _ file: FileDescriptor, _ buffer: UnsafeMutableRawBufferPointer, at offset: Int64
    ) throws(HTTPClientError) -> Int {
        let count: Int
        do throws(Errno) { count = try file.read(into: buffer, at: offset) } catch { throw .unreadableBody(error) }
        if count == 0 { throw .unreadableBody(Errno(rawValue: EIO)) }
        return count
    }
}
