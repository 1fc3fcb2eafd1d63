internal import HTTPServer
internal import Library
internal import Operations

/// Reads `POST /organization/assets`: a form with one part `file` and text fields before or after it.
enum AssetUpload {
    private static let maximumFieldBytes = 64 * 1024

    static func receive(_ exchange: Exchange, by caller: Caller) async throws -> Asset {
        let reader = try multipart(exchange)
        var fields: [String: String] = [:]
        while let part = try await reader.nextPart() {
            if part.name == "file", let fileName = part.fileName {
                let expected = reader.remainingBytes(ofLastPartIn: exchange.request.contentLength)
                var details = UploadDetails(fileName: fileName, declaredByteSize: expected.flatMap { Int64(exactly: $0) })
                try details.take(fields)
                return try await exchange.library.uploadAsset(MultipartSource(reader), details, by: caller)
            }
            fields[part.name] = try await text(part.name, reader)
        }
        throw AssetError.missingFile
    }

    /// The request's form; throws what else the body would have to be.
    static func multipart(_ exchange: Exchange) throws -> MultipartReader {
        let type = exchange.request.headers["content-type"] ?? ""
        guard type.lowercased().hasPrefix("multipart/form-data") else {
            throw RequestError.unsupportedMediaType(accepted: "multipart/form-data with a part “file”")
        }
        return try MultipartReader(contentType: type, body: exchange.body, observer: exchange.fingerprint)
    }

    /// A text part, at most 64 KB.
    static func text(_ name: String, _ reader: MultipartReader) async throws -> String {
        var bytes: [UInt8] = []
        let buffer = UnsafeMutableRawBufferPointer.allocate(byteCount: 4096, alignment: 16)
        defer { buffer.deallocate() }
        while true {
            let count = try await reader.read(into: buffer)
            if count == 0 { break }
            bytes.append(contentsOf: buffer[..<count])
            guard bytes.count <= maximumFieldBytes else { throw RequestError.bodyTooLarge(limit: Int64(maximumFieldBytes)) }
        }
        guard let text = String(validating: bytes, as: UTF8.self) else {
            throw RequestError.malformedBody("the field “\(name)” is not UTF-8")
        }
        return text
    }
}

extension UploadDetails {
    /// Takes the text fields over; throws the first there is no place for.
    mutating func take(_ fields: [String: String]) throws {
        for (name, value) in fields.sorted(by: { $0.key < $1.key }) {
            switch name {
            case "title": title = value
            case "description": description = value
            case "altText": altText = value
            case "label": label = value
            default:
                throw AssetError.invalidFields([
                    FieldProblem(field: name, code: "unknown_field", detail: "An upload has no field “\(name)”.")
                ])
            }
        }
    }
}

/// A form's file part as an upload's bytes.
struct MultipartSource: UploadSource {
    private let reader: MultipartReader

    init(_ reader: MultipartReader) { self.reader = reader }

    func read(into buffer: UnsafeMutableRawBufferPointer) async throws -> Int { try await reader.read(into: buffer) }

    func completed(_ details: UploadDetails) async throws -> UploadDetails {
        var details = details
        while let part = try await reader.nextPart() {
            guard part.fileName == nil else { throw RequestError.malformedBody("one request uploads one file") }
            try details.take([part.name: try await AssetUpload.text(part.name, reader)])
        }
        return details
    }
}
