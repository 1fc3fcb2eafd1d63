/// Why a picture an editor chose did not become an asset's thumbnail.
package enum ThumbnailError: Failure {
    case tooLarge
    case typeRefused(mimeType: String)
    /// The decoder's reason.
    case unreadable(reason: String)
    case emptyFile
    case missingFile
    /// A moment was asked for, which only films have, and this version decodes none.
    case noMoments

    /// The largest picture that is taken, in bytes: 10 MB.
    package static let maximumBytes = 10 * Int64.mebibyte

    package var code: String {
        switch self {
        case .tooLarge: "file_too_large"
        case .typeRefused: "type_refused"
        case .unreadable: "unreadable_picture"
        case .emptyFile: "empty_file"
        case .missingFile: "missing_file"
        case .noMoments: "no_moments"
        }
    }

    package var sentence: String {
        switch self {
        case .tooLarge: "A thumbnail is made from a picture of at most \(byteCount(Self.maximumBytes))."
        case .typeRefused(let mimeType):
            "The file's content is \(mimeType). Accepted here: pictures this server can decode, such as JPEG, PNG, WebP and GIF."
        case .unreadable(let reason): "No thumbnail can be made from the picture. \(reason)"
        case .emptyFile: "The file is empty."
        case .missingFile: "The form has no part named “file”."
        case .noMoments: "This version takes no picture from a moment of a film. Send a picture as “file” instead."
        }
    }

    package var fields: [FieldProblem] {
        [FieldProblem(field: self == .noMoments ? "atSeconds" : "file", code: code, detail: sentence)]
    }
}
