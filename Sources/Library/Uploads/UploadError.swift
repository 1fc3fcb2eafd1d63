/// Why an upload in several requests does not go on.
package enum UploadError: Failure {
    /// Missing, ended, of another organization or another user's: the same answer (M2).
    case notFound
    /// Its time is over.
    case expired
    /// Bytes were sent for another place than the next; where the upload stands.
    case wrongOffset(Int64)
    /// Another request writes to it, or makes the asset of it.
    case locked
    /// More bytes came than were announced.
    case tooManyBytes(announced: Int64)
    case tooManyParts
    /// The organization has as many unfinished uploads as it may.
    case tooMany
    /// The bytes of this request have another digest than it says; none of them was kept.
    case checksumMismatch
    /// Of a request that was to say its digest: by these names.
    case checksumUnknown(accepted: String)
    /// A field of the request's head does not say what it should; its name and what it is.
    case malformedHeader(String, accepts: String)
    /// Of the tus protocol.
    case unsupportedVersion
    /// Not all bytes are there yet.
    case incomplete(received: Int64, announced: Int64)
    /// What was written to the signed address is no such file; it was removed.
    case sizeDiffers(actual: Int64, announced: Int64)
    case contentDiffers

    package var code: String {
        switch self {
        case .notFound: "upload_not_found"
        case .expired: "upload_expired"
        case .wrongOffset: "wrong_offset"
        case .locked: "upload_locked"
        case .tooManyBytes: "too_many_bytes"
        case .tooManyParts: "too_many_parts"
        case .tooMany: "too_many_uploads"
        case .checksumMismatch: "checksum_mismatch"
        case .checksumUnknown: "checksum_unknown"
        case .malformedHeader: "malformed_header"
        case .unsupportedVersion: "unsupported_version"
        case .incomplete: "upload_incomplete"
        case .sizeDiffers: "size_differs"
        case .contentDiffers: "content_differs"
        }
    }

    package var sentence: String {
        switch self {
        case .notFound: "There is no such upload of yours in this organization."
        case .expired: "The time of this upload is over. Begin a new one."
        case .wrongOffset(let offset): "The next byte of this upload is number \(offset), counted from 0."
        case .locked: "Another request is at this upload. Ask where it stands and go on from there."
        case .tooManyBytes(let announced): "The upload was announced with \(announced) bytes, and more came."
        case .tooManyParts: "This upload came in too many small pieces. Begin a new one and send larger ones."
        case .tooMany: "This organization has too many unfinished uploads. Finish or cancel some first."
        case .checksumMismatch: "The bytes that arrived do not have the checksum the request gives. None of them was kept."
        case .checksumUnknown(let accepted):
            "Upload-Checksum is an algorithm and a digest in base64. The algorithms here: \(accepted)."
        case .malformedHeader(let name, let accepts): "\(name) is \(accepts)."
        case .unsupportedVersion: "This server speaks version 1.0.0 of the tus protocol: send “Tus-Resumable: 1.0.0”."
        case .incomplete(let received, let announced): "Of this upload's \(announced) bytes \(received) have arrived."
        case .sizeDiffers(let actual, let announced):
            "The file that was written has \(actual) bytes, announced were \(announced). It was not kept: write it again, or begin a new upload."
        case .contentDiffers:
            "The file that was written does not have the announced checksum. It was not kept: write it again, or begin a new upload."
        }
    }

    package var fields: [FieldProblem] {
        switch self {
        case .incomplete, .sizeDiffers, .contentDiffers: [FieldProblem(field: "uploadId", code: code, detail: sentence)]
        default: []
        }
    }

    package var retryAfterSeconds: Int64? { self == .locked ? 1 : nil }
}
