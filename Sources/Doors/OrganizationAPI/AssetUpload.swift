internal import HTTPServer
internal import Library
internal import Operations

/// Reads `POST /organization/assets`, and the forms of other doors that are like it: one part `file` and text fields before or after it.
enum AssetUpload {
    static let maximumFieldBytes = 64 * 1024

    static func receive(_ exchange: Exchange, by caller: Caller) async throws -> UploadOutcome {
        let onDuplicate = try onDuplicate(exchange.query()) ?? .copy
        var fields = UploadFields()
        return try await receive(try multipart(exchange), &fields, exchange, by: caller) { $0.onDuplicate = onDuplicate }
    }

    /// Stores the file of the form that `reader` is in the middle of.
    ///
    /// - Parameters:
    ///   - part: the name of the file's part.
    ///   - fields: the form's text fields; those before the file are added.
    ///   - prepare: what the door decides about the upload.
    static func receive(
        _ reader: MultipartReader, part: String = "file", _ fields: inout UploadFields, _ exchange: Exchange,
        by caller: Caller, prepare: (inout UploadDetails) -> Void
    ) async throws -> UploadOutcome {
        while let next = try await reader.nextPart() {
            if next.name == part, let fileName = next.fileName {
                let expected = reader.remainingBytes(ofLastPartIn: exchange.request.contentLength)
                var details = UploadDetails(fileName: fileName, declaredByteSize: expected.flatMap { Int64(exactly: $0) })
                prepare(&details)
                let source = MultipartSource(reader, fields, details)
                return try await exchange.library.upload(source, try fields.applied(to: details), by: caller)
            }
            // A file under another name is no text to be read to its end.
            guard next.fileName == nil else { break }
            fields.add(next.name, try await text(next.name, reader))
        }
        throw AssetError.missingFile(part: part)
    }

    /// The only parameter that making an asset has (M21); nil where it is absent.
    static func onDuplicate(_ query: QueryParameters) throws(RequestError) -> OnDuplicate? {
        var fields = QueryFields(query)
        let choice = fields.choice("onDuplicate", of: OnDuplicate.self)
        try fields.end()
        return choice
    }

    /// Of every form the API reads: a hundred tags may come as a hundred fields.
    static var limits: MultipartReader.Limits {
        var limits = MultipartReader.Limits()
        limits.parts = Tag.maximumPerAsset + 100
        return limits
    }

    /// The request's form; throws what else the body would have to be.
    static func multipart(_ exchange: Exchange) throws -> MultipartReader {
        let type = exchange.request.headers["content-type"] ?? ""
        guard type.lowercased().hasPrefix("multipart/form-data") else {
            throw RequestError.unsupportedMediaType(accepted: "multipart/form-data with a part “file”")
        }
        return try MultipartReader(contentType: type, body: exchange.body, limits: limits, observer: exchange.fingerprint)
    }

    /// A text part, at most 64 KB unless another limit is given.
    static func text(_ name: String, _ reader: MultipartReader, upTo limit: Int = maximumFieldBytes) async throws -> String {
        var bytes: [UInt8] = []
        let buffer = UnsafeMutableRawBufferPointer.allocate(byteCount: 4096, alignment: 16)
        defer { buffer.deallocate() }
        while true {
            let count = try await reader.read(into: buffer)
            if count == 0 { break }
            bytes.append(contentsOf: buffer[..<count])
            guard bytes.count <= limit else { throw RequestError.bodyTooLarge(limit: Int64(limit)) }
        }
        guard let text = String(validating: bytes, as: UTF8.self) else {
            throw RequestError.malformedBody("the field “\(name)” is not UTF-8")
        }
        return text
    }
}

/// A form's file part as an upload's bytes.
struct MultipartSource: UploadSource {
    private let reader: MultipartReader
    /// What came before the file.
    private let fields: UploadFields
    private let details: UploadDetails

    init(_ reader: MultipartReader, _ fields: UploadFields, _ details: UploadDetails) {
        self.reader = reader
        self.fields = fields
        self.details = details
    }

    func read(into buffer: UnsafeMutableRawBufferPointer) async throws -> Int { try await reader.read(into: buffer) }

    func completed(_: UploadDetails) async throws -> UploadDetails {
        var fields = fields
        while let part = try await reader.nextPart() {
            guard part.fileName == nil else { throw RequestError.malformedBody("one request uploads one file") }
            fields.add(part.name, try await AssetUpload.text(part.name, reader))
        }
        return try fields.applied(to: details)
    }
}
