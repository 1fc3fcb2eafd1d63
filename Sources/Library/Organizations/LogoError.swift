/// Why a logo was refused.
package enum LogoError: Failure {
    case tooLarge
    case typeRefused(mimeType: String)
    /// The picture's header cannot be read, or claims more than a picture may have; the reason is a sentence.
    case unreadable(reason: String)
    case emptyFile
    case missingFile
    /// Somebody else is setting or removing the same picture at this moment.
    case busy

    package var code: String {
        switch self {
        case .tooLarge: "file_too_large"
        case .typeRefused: "type_refused"
        case .unreadable: "unreadable_picture"
        case .emptyFile: "empty_file"
        case .missingFile: "missing_file"
        case .busy: "logo_busy"
        }
    }

    package var sentence: String {
        switch self {
        case .tooLarge: "The file is larger than the limit of \(byteCount(OrganizationLogo.maximumBytes)) for a logo."
        case .typeRefused(let mimeType):
            "The file's content is \(mimeType). Accepted as a logo: \(OrganizationLogo.acceptedTypes.summary)."
        case .unreadable(let reason): reason
        case .emptyFile: "The file is empty."
        case .missingFile: "The form has no file in its part “file”."
        case .busy: "The logo is being changed at this moment. Nothing was kept; try again shortly."
        }
    }

    package var fields: [FieldProblem] {
        switch self {
        case .tooLarge, .typeRefused, .unreadable, .emptyFile, .missingFile:
            [FieldProblem(field: "file", code: code, detail: sentence)]
        case .busy: []
        }
    }
}
