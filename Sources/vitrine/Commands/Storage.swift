internal import BlobStorage
internal import Library
internal import Operations

extension Command {
    static let storagePresign = Command(
        "storage presign", "Prints an address that reads, or writes, one object of the object store for a while.",
        positional: ["KEY"],
        options: [
            Option("put", nil, "write instead of read; --size is needed"),
            Option("type", "TYPE", "the MIME type that will be written (default application/octet-stream)"),
            Option("size", "BYTES", "how many bytes will be written"),
            Option("expires", "DURATION", "how long the address works (default 1h, at most 7d)"),
            Option("json", nil, "print JSON, with the method and the headers the request must carry"),
        ]
    ) { arguments in
        let lifetime = try arguments.duration("expires") ?? 3600
        guard (1...604_800).contains(lifetime) else { throw UsageError(reason: "--expires is at most 7d") }
        let size = try byteSize(arguments)
        let request = try await Composition.use { library in
            let key = arguments.positional[0]
            guard let size else { return try await library.presignRead(key, lifetime: lifetime) }
            let mimeType = arguments["type"] ?? "application/octet-stream"
            return try await library.presignWrite(key, mimeType: mimeType, byteSize: size, lifetime: lifetime)
        }
        if arguments.has("json") { return try Output.json(PresignedLine(request)) }
        Output.line(request.url)
    }

    /// The size to write; nil for reading.
    private static func byteSize(_ arguments: Arguments) throws -> Int64? {
        guard arguments.has("put") else { return nil }
        guard let size = Int64(try arguments.required("size")), size >= 0 else {
            throw UsageError(reason: "--size is a number of bytes")
        }
        return size
    }
}

private struct PresignedLine: Encodable {
    let method: String
    let url: String
    let headers: [String: String]
    let expiresAt: String

    init(_ request: PresignedRequest) {
        method = request.method
        url = request.url
        headers = Dictionary(request.headers.map { ($0.name, $0.value) }) { first, _ in first }
        expiresAt = Timestamp(microseconds: request.expiresAt * 1_000_000).description
    }
}
