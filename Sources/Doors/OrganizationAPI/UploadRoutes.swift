internal import Cryptography
internal import HTTPServer
internal import JSON
internal import Library
internal import Operations

/// `/organization/assets/uploads`: uploads whose bytes come by requests of their own (M19, M20).
enum UploadRoutes {
    static let all = [
        Route(.get, "/organization/assets/uploads", .api(.upload, list)),
        Route(.post, "/organization/assets/uploads", .api(.upload, begin), repeatable: .bySubject(begun)),
        Route(.get, "/organization/assets/uploads/{id}", .api(.upload, show)),
        Route(.delete, "/organization/assets/uploads/{id}", .api(.upload, cancel)),
        // The address that is signed where no object store takes the bytes: the signature says who may.
        Route(.put, signedPattern, .anybody(receive)),
    ]

    static let signedPattern = "/organization/assets/uploads/{id}/file"

    @Sendable private static func list(_ exchange: Exchange, _ caller: Caller) async throws -> HTTPResponse {
        let parameters = try KeysetParameters(try exchange.query())
        let page = try await exchange.library.listUploads(
            after: try parameters.position { UploadID($0) }, limit: parameters.limit, by: caller)
        return .json(
            KeysetList(items: page.uploads.map(UploadBody.init), nextCursor: page.next?.description, total: page.total))
    }

    @Sendable private static func show(_ exchange: Exchange, _ caller: Caller) async throws -> HTTPResponse {
        .json(UploadBody(try await exchange.library.showUpload(try exchange.uploadID(), by: caller)))
    }

    @Sendable private static func cancel(_ exchange: Exchange, _ caller: Caller) async throws -> HTTPResponse {
        try await exchange.library.cancelUpload(try exchange.uploadID(), by: caller)
        return .noContent()
    }

    @Sendable private static func begin(_ exchange: Exchange, _ caller: Caller) async throws -> HTTPResponse {
        let new = try NewUpload(json: try await exchange.jsonObject())
        return try await signed(try await exchange.library.beginUpload(new, by: caller).id, exchange, caller)
    }

    @Sendable private static func begun(
        _ exchange: Exchange, _ caller: Caller, _ subject: SubjectID
    ) async throws -> HTTPResponse {
        try await signed(UploadID(rawValue: subject.rawValue), exchange, caller)
    }

    private static func signed(_ id: UploadID, _ exchange: Exchange, _ caller: Caller) async throws -> HTTPResponse {
        let address = try await exchange.library.signUpload(id, by: caller)
        let body = SignedUploadBody(
            uploadId: "\(id)", method: address.method, url: exchange.absolute(address.url),
            headers: Dictionary(address.headers.map { ($0.name, $0.value) }) { _, last in last },
            expiresAt: address.expiresAt.description)
        var response = HTTPResponse.json(body, status: 201)
        response.headers.append(("Location", "/organization/assets/uploads/\(id)"))
        return response
    }

    @Sendable private static func receive(_ exchange: Exchange) async throws -> HTTPResponse {
        guard let query = exchange.request.rawQuery, let signature = UploadSignature(query: query) else {
            throw UploadError.notFound
        }
        try await exchange.library.receiveUpload(
            try exchange.uploadID(), BodySource(body: exchange.body), byteSize: exchange.bodyByteSize, with: signature)
        return await exchange.sharedWithListedSite(.noContent())
    }
}

private struct SignedUploadBody: Encodable {
    let uploadId: String
    let method: String
    let url: String
    let headers: [String: String]
    let expiresAt: String
}

/// An upload on its way, as the API answers it; absent values are written as null.
struct UploadBody: Encodable {
    let upload: Upload

    init(_ upload: Upload) { self.upload = upload }

    private enum Key: String, CodingKey {
        case id, method, fileName, byteSize, receivedBytes, assetId, createdBy, createdAt, expiresAt
    }

    func encode(to encoder: any Encoder) throws {
        var body = encoder.container(keyedBy: Key.self)
        try body.encode("\(upload.id)", forKey: .id)
        try body.encode(upload.method.rawValue, forKey: .method)
        try body.encode(upload.details.fileName, forKey: .fileName)
        try body.encode(upload.byteSize, forKey: .byteSize)
        // What a client writes straight into an object store is seen when it is registered.
        try body.encode(upload.method == .tus ? upload.receivedBytes : nil, forKey: .receivedBytes)
        try body.encode(upload.assetID.map { "\($0)" }, forKey: .assetId)
        try body.encode(upload.createdBy.map { "\($0)" }, forKey: .createdBy)
        try body.encode(upload.createdAt.description, forKey: .createdAt)
        try body.encode(upload.expiresAt.description, forKey: .expiresAt)
    }
}

extension NewUpload {
    /// `{fileName, byteSize, mimeType, checksum?}`; throws every wrong field together.
    fileprivate init(json: [String: JSONValue]) throws(AccessError) {
        var fields = JSONFields(json)
        let fileName = fields.string("fileName")
        if fields.isMissing("byteSize") { fields.refuse("byteSize", "blank", "byteSize is missing.") }
        let byteSize = fields.optionalInteger("byteSize") ?? 0
        if byteSize < 0 { fields.refuse("byteSize", "out_of_range", "byteSize is a number of bytes.") }
        let mimeType = fields.string("mimeType")
        if !mimeType.isEmpty, !mimeType.isMIMEType {
            fields.refuse("mimeType", "invalid", "mimeType is a type such as image/png.")
        }
        let text = fields.optionalString("checksum")
        let checksum = text.flatMap { Hex.decode($0) }
        if text != nil, checksum?.count != SHA256.byteCount {
            fields.refuse("checksum", "invalid", "checksum is a SHA-256 of 64 hexadecimal digits.")
        }
        try fields.end()
        self.init(
            .presigned, UploadDetails(fileName: fileName), byteSize: Int64(byteSize), mimeType: mimeType, checksum: checksum)
    }
}

extension String {
    /// Two tokens with a slash between (RFC 9110, 8.3.1), without parameters: such a text can be a header's value.
    fileprivate var isMIMEType: Bool {
        let halves = utf8.split(separator: UInt8(ascii: "/"), omittingEmptySubsequences: false)
        return halves.count == 2 && utf8.count <= 127
            && halves.allSatisfy { half in
                !half.isEmpty
                    && half.allSatisfy { byte in
                        (0x30...0x39).contains(byte) || (0x41...0x5a).contains(byte) || (0x61...0x7a).contains(byte)
                            || "!#$&^_.+-".utf8.contains(byte)
                    }
            }
    }
}
