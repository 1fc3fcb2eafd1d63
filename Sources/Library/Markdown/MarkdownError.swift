/// Why Markdown could not be rendered.
package enum MarkdownError: Failure {
    case tooLarge
    /// It would take more time or memory than one text may; `why` says what else is known.
    case tooComplex(why: String = "")
    /// Too many others are being rendered.
    case busy
    /// No renderer runs at the moment.
    case unavailable(cause: String = "")

    package var code: String {
        switch self {
        case .tooLarge: "markdown_too_large"
        case .tooComplex: "markdown_too_complex"
        case .busy: "markdown_busy"
        case .unavailable: "markdown_unavailable"
        }
    }

    package var sentence: String {
        switch self {
        case .tooLarge: "markdown may have at most \(Markdown.maximumBytes) bytes (1 MB) of UTF-8."
        case .tooComplex(let why) where !why.isEmpty: "This Markdown is too complex to render: \(why)."
        case .tooComplex: "This Markdown is too complex: rendering it takes more time or memory than one text may have."
        case .busy: "Too many texts are being rendered right now; try again shortly."
        case .unavailable: "Markdown cannot be rendered right now; try again shortly."
        }
    }

    package var fields: [FieldProblem] {
        switch self {
        case .tooLarge, .tooComplex: [FieldProblem(field: "markdown", code: code, detail: sentence)]
        default: []
        }
    }

    package var cause: String? {
        switch self {
        case .unavailable(let cause): cause
        default: nil
        }
    }

    package var retryAfterSeconds: Int64? {
        switch self {
        case .busy, .unavailable: 5
        default: nil
        }
    }
}
