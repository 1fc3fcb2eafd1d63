internal import Glibc
package import Platform

/// A server that does exactly what a script says, byte for byte, with a thread for each connection.
package final class RawServer: Sendable {
    /// One accepted connection.
    package struct Connection: Sendable {
        package let socket: FileDescriptor
        /// 1 for the first connection.
        package let number: Int

        /// Reads up to the end of a request's head and as many bytes of a body as its Content-Length says.
        @discardableResult
        package func receiveRequest() -> String {
            var request: [UInt8] = []
            var end: Int?
            while end == nil || request.count < end! {
                var buffer = [UInt8](repeating: 0, count: 4096)
                let count = recv(socket.rawValue, &buffer, buffer.count, 0)
                guard count > 0 else { break }
                request += buffer[..<count]
                if end == nil { end = Self.end(of: String(decoding: request, as: UTF8.self)) }
            }
            return String(decoding: request, as: UTF8.self)
        }

        private static func end(of text: String) -> Int? {
            guard let head = text.firstRange(of: "\r\n\r\n") else { return nil }
            let length = text.lowercased().firstRange(of: "content-length: ").flatMap { range in
                Int(text.lowercased()[range.upperBound...].prefix { $0.isNumber })
            }
            return text[..<head.upperBound].utf8.count + (length ?? 0)
        }

        package func send(_ text: String) {
            let bytes = Array(text.utf8)
            _ = Glibc.send(socket.rawValue, bytes, bytes.count, Int32(MSG_NOSIGNAL))
        }

        /// Returns when the client has closed the connection.
        package func waitForClose() {
            var byte: UInt8 = 0
            while recv(socket.rawValue, &byte, 1, 0) > 0 {}
        }
    }

    package let address: String
    private let listener: FileDescriptor

    package init(_ serve: @escaping @Sendable (Connection) -> Void) throws {
        let listener = FileDescriptor(owning: socket(AF_INET, Int32(SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue), 0))
        var name = sockaddr_in()
        name.sin_family = sa_family_t(AF_INET)
        name.sin_addr.s_addr = UInt32(0x7f00_0001).bigEndian
        var length = socklen_t(MemoryLayout<sockaddr_in>.size)
        let code = withUnsafeMutablePointer(to: &name) {
            $0.withMemoryRebound(to: sockaddr.self, capacity: 1) { name in
                bind(listener.rawValue, name, length) + listen(listener.rawValue, 64)
                    + getsockname(listener.rawValue, name, &length)
            }
        }
        guard code == 0 else { throw Errno.current }
        self.listener = listener
        address = "http://127.0.0.1:\(UInt16(bigEndian: name.sin_port))"
        spawnThread(name: "raw-server") {
            var number = 0
            while true {
                let fd = accept(listener.rawValue, nil, nil)
                guard fd >= 0 else { return }
                number += 1
                let connection = Connection(socket: FileDescriptor(owning: fd), number: number)
                spawnThread(name: "raw-connection") { serve(connection) }
            }
        }
    }

    deinit { _ = Glibc.shutdown(listener.rawValue, Int32(SHUT_RDWR)) }
}
