internal import FoundationEssentials
internal import HTTPServer
internal import Library
internal import Operations

/// Reads the fields of a tus request; each error names the field.
extension Exchange {
    /// Throws unless the client speaks the version that is spoken here.
    func checkTusVersion() throws(UploadError) {
        guard request.headers["tus-resumable"] == TusHeader.version else { throw .unsupportedVersion }
    }

    /// The method the request means: `X-HTTP-Method-Override` counts more than its own, for clients that cannot send every method.
    func tusMethod() throws -> HTTPMethod {
        guard let name = request.headers["x-http-method-override"] else { return request.method }
        guard let method = HTTPMethod(rawValue: name) else {
            throw UploadError.malformedHeader("X-HTTP-Method-Override", accepts: "PATCH, HEAD or DELETE")
        }
        // A browser sends its cookies along, and was not asked for the proof that a change takes.
        if request.method.isSafe, !method.isSafe, request.headers["authorization"] == nil { throw AccessError.crossSiteRequest }
        return method
    }

    /// The upload id in the path; a malformed one is as unknown as a missing one (M2).
    func uploadID() throws(UploadError) -> UploadID {
        guard let id = parameters["id"].flatMap({ UploadID($0) }) else { throw .notFound }
        return id
    }

    /// A count of bytes: digits and nothing else.
    func byteCount(in name: String) throws(UploadError) -> Int64 {
        guard let text = request.headers[name], !text.isEmpty, text.utf8.allSatisfy({ (0x30...0x39).contains($0) }),
            let count = Int64(text)
        else { throw .malformedHeader(name, accepts: "a number of bytes") }
        return count
    }

    /// The digest this request's bytes have to have, where it says one.
    func uploadChecksum() throws(UploadError) -> UploadChecksum? {
        guard let text = request.headers["upload-checksum"] else { return nil }
        let words = text.split(separator: " ")
        guard words.count == 2, let digest = Data(base64Encoded: String(words[1])),
            let checksum = UploadChecksum(algorithm: String(words[0]), digest: [UInt8](digest))
        else { throw .checksumUnknown(accepted: UploadChecksum.algorithms.joined(separator: ", ")) }
        return checksum
    }

    /// Whether the request has bytes of the file, and says so as it must; throws what it would have to say.
    func requireUploadBytes() throws(RequestError) {
        guard carriesUploadBytes else { throw .unsupportedMediaType(accepted: TusHeader.contentType) }
    }

    var carriesUploadBytes: Bool { request.headers["content-type"]?.lowercased() == TusHeader.contentType }

    /// How many bytes the body has, where that is known.
    var bodyByteSize: Int64? { request.contentLength.map { Int64(clamping: $0) } }
}

/// A request's whole body as an upload's bytes.
struct BodySource: UploadSource {
    let body: any HTTPRequestBody

    func read(into buffer: UnsafeMutableRawBufferPointer) async throws -> Int { try await body.read(into: buffer) }
}
