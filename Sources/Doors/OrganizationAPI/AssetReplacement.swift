internal import HTTPServer
internal import Library
internal import Operations

/// Reads `POST /organization/assets/{id}/replace`: a form with one part `file` and no more.
enum AssetReplacement {
    static func receive(_ exchange: Exchange, by caller: Caller) async throws -> Asset {
        let id = try exchange.assetID()
        let reader = try AssetUpload.multipart(exchange)
        return try await receive(reader, for: id, ifMatch: exchange.ifMatch, exchange, by: caller)
    }

    /// The rest of a form, from its file on.
    static func receive(
        _ reader: MultipartReader, for id: AssetID, ifMatch entityTag: String?, _ exchange: Exchange, by caller: Caller
    ) async throws -> Asset {
        guard let part = try await reader.nextPart() else { throw AssetError.missingFile() }
        guard part.name == "file" else { throw unknown(part.name) }
        guard let fileName = part.fileName, !fileName.isEmpty else { throw AssetError.missingFile() }
        let expected = reader.remainingBytes(ofLastPartIn: exchange.request.contentLength)
        let details = UploadDetails(fileName: fileName, declaredByteSize: expected.flatMap { Int64(exactly: $0) })
        return try await exchange.library.replaceAsset(
            id, with: LastPartSource(reader: reader), details, ifMatch: entityTag, by: caller)
    }

    fileprivate static func unknown(_ field: String) -> AssetError {
        .invalidFields([FieldProblem(field: field, code: "unknown_field", detail: "A replacement has no field “\(field)”.")])
    }
}

/// A form's file part that nothing may follow.
private struct LastPartSource: UploadSource {
    let reader: MultipartReader

    func read(into buffer: UnsafeMutableRawBufferPointer) async throws -> Int { try await reader.read(into: buffer) }

    func completed(_ details: UploadDetails) async throws -> UploadDetails {
        if let part = try await reader.nextPart() { throw AssetReplacement.unknown(part.name) }
        return details
    }
}
