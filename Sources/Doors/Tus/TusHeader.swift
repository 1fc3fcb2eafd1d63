internal import HTTPServer
internal import Operations

/// The names of the tus protocol, version 1.0.0 (https://tus.io/protocols/resumable-upload).
enum TusHeader {
    static let version = "1.0.0"
    static let extensions = "creation,creation-with-upload,checksum,termination,expiration"
    static let contentType = "application/offset+octet-stream"

    /// What a page of another site may send, beside what it may send anywhere.
    static let sent = "Tus-Resumable, Upload-Length, Upload-Offset, Upload-Metadata, Upload-Checksum, X-HTTP-Method-Override"
    /// What such a page may read of an answer.
    static let exposed =
        "Tus-Resumable, Tus-Version, Tus-Extension, Tus-Max-Size, Tus-Checksum-Algorithm, Upload-Offset, Upload-Length, "
        + "Upload-Metadata, Upload-Expires, Vitrine-Asset-Id"

    /// What the server can do.
    static var abilities: [(name: String, value: String)] {
        [
            ("Tus-Version", version), ("Tus-Extension", extensions),
            ("Tus-Checksum-Algorithm", UploadChecksum.algorithms.joined(separator: ",")),
        ]
    }
}

extension HTTPResponse {
    /// With what the protocol wants in every answer.
    var tus: HTTPResponse {
        var response = self
        response.headers.append(("Tus-Resumable", TusHeader.version))
        if status == 412 { response.headers.append(("Tus-Version", TusHeader.version)) }
        return response
    }
}
