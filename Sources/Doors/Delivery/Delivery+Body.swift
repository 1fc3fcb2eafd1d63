internal import HTTPServer
internal import Operations

extension Delivery {
    /// The bytes of `range` as a response's body: a file goes from disk to socket, what is elsewhere is streamed through (M24).
    ///
    /// A store that does not answer is an error here, before anything was said to the client.
    func body(_ range: Range<Int64>, for method: HTTPMethod) async throws -> HTTPResponse.Body {
        let count = range.upperBound - range.lowerBound
        if let file = localFile { return .file(file, offset: range.lowerBound, length: count) }
        if method == .head { return .stream(length: count) { _ in } }
        let bytes = try await stream(range)
        return .stream(length: count) { writer in
            let buffer = UnsafeMutableRawBufferPointer.allocate(byteCount: 256 * 1024, alignment: 4096)
            defer { buffer.deallocate() }
            while true {
                let count = try await bytes.read(into: buffer)
                if count == 0 { return }
                try await writer.write(UnsafeRawBufferPointer(rebasing: buffer[..<count]))
            }
        }
    }
}
