internal import HTTPServer
internal import Library
internal import Operations

/// The last part of a form, a file.
struct LastPart: UploadSource {
    let reader: MultipartReader

    func read(into buffer: UnsafeMutableRawBufferPointer) async throws -> Int { try await reader.read(into: buffer) }

    func completed(_ details: UploadDetails) async throws -> UploadDetails {
        guard try await reader.nextPart() == nil else { throw RequestError.malformedBody("the form ends with its file") }
        return details
    }
}
