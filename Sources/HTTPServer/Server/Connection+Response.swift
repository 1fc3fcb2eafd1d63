internal import Platform

extension Connection {
    /// Sends `response`; without a `head` as to an HTTP/1.1 GET.
    nonisolated(nonsending) func send(_ response: HTTPResponse, to head: RequestHead?, keepAlive: Bool) async throws(HTTPError) {
        let minorVersion = head?.minorVersion ?? 1
        appendHead(response, keepAlive: keepAlive, minorVersion: minorVersion)
        let isBodiless = head?.method == .head || response.status == 204 || response.status == 304
        if response.status != 204 && response.status != 304 { appendFraming(response.body, minorVersion: minorVersion) }
        output.append("\r\n")
        if isBodiless { return try await flush() }
        switch response.body {
        case .empty: try await flush()
        case .bytes(let bytes): try await send(bytes)
        case .file(let file, let offset, let length): try await send(file, offset: offset, length: length)
        case .stream(let length, let produce): try await stream(length, chunked: minorVersion == 1 && length == nil, produce)
        }
    }

    private func appendHead(_ response: HTTPResponse, keepAlive: Bool, minorVersion: UInt8) {
        let output = output
        output.append("HTTP/1.1 ")
        output.append(decimal: UInt64(max(0, response.status)))
        output.append(" ")
        output.append(reasonPhrase(response.status))
        output.append("\r\n")
        output.append(loop.dateLine.current())
        for (name, value) in response.headers where !isOwnField(name) {
            output.append(fieldText: name)
            output.append(": ")
            output.append(fieldText: value)
            output.append("\r\n")
        }
        if !keepAlive {
            output.append("Connection: close\r\n")
        } else if minorVersion == 0 {
            output.append("Connection: keep-alive\r\n")
        }
    }

    /// Fields that say how the message is framed; two opinions on that would be a hole.
    private func isOwnField(_ name: String) -> Bool {
        guard FieldCharacters.isToken(name) else { return true }
        // Lengths first, as nearly every name has another; lower-casing costs as much as the rest of a head.
        return switch name.utf8.count {
        case 4: name.utf8.first! | 0x20 == UInt8(ascii: "d") && name.lowercased() == "date"
        case 10: ["connection", "keep-alive"].contains(name.lowercased())
        case 14: name.lowercased() == "content-length"
        case 17: name.lowercased() == "transfer-encoding"
        default: false
        }
    }

    private func appendFraming(_ body: HTTPResponse.Body, minorVersion: UInt8) {
        switch body {
        case .empty: appendLength(0)
        case .bytes(let bytes): appendLength(Int64(bytes.count))
        case .file(_, _, let length): appendLength(length)
        case .stream(let length?, _): appendLength(length)
        case .stream(nil, _): if minorVersion == 1 { output.append("Transfer-Encoding: chunked\r\n") }
        }
    }

    private func appendLength(_ length: Int64) {
        output.append("Content-Length: ")
        output.append(decimal: UInt64(max(0, length)))
        output.append("\r\n")
    }

    /// Small bodies are copied behind the head, larger ones sent from where they are.
    private nonisolated(nonsending) func send(_ bytes: [UInt8]) async throws(HTTPError) {
        if bytes.count <= 16 * 1024 {
            output.append(bytes)
            return try await flush()
        }
        try await channel.send(output.bytes, bytes, patience: limits.writeTimeout)
        output.clear()
    }

    private nonisolated(nonsending) func stream(
        _ length: Int64?, chunked: Bool, _ produce: @Sendable (any HTTPResponseWriter) async throws -> Void
    ) async throws(HTTPError) {
        try await flush()
        let writer = StreamWriter(self, length: length, isChunked: chunked)
        defer { writer.detach() }
        do {
            try await produce(writer)
        } catch {
            // The client sees a body cut short, which is what it is.
            throw .cancelled
        }
        try await writer.finish()
    }
}
