/// The head of one part of a form (RFC 7578).
package struct MultipartPart: Sendable, Equatable {
    /// The form field.
    package let name: String
    /// As the client wrote it, `filename*` before `filename`: it may hold anything but control characters, slashes too.
    package let fileName: String?
    /// What the client says the bytes are; not to be trusted.
    package let contentType: String?
}
