internal import HTTPServer
internal import Library
internal import Operations

/// A form about one asset that ends with a file: `csrf` first, then the tag of what was seen, then the file.
enum FileForm {
    /// Reads up to the file; answers the rest and the tag, nil where the form has none.
    static func begin(_ exchange: Exchange, _ visit: PageVisit) async throws -> (rest: MultipartReader, entityTag: String?) {
        let reader = try AssetUpload.multipart(exchange)
        guard let first = try await reader.nextPart(), first.name == "csrf" else { throw AccessError.crossSiteRequest }
        try exchange.checkCSRF(try await AssetUpload.text("csrf", reader), expected: visit.signedIn.session.csrfToken)
        guard let second = try await reader.nextPart(), second.name == "etag" else { throw AssetError.missingFile() }
        let entityTag = try await AssetUpload.text("etag", reader)
        return (reader, entityTag.isEmpty ? nil : entityTag)
    }

    /// Whether the form can be shown again with what was wrong.
    static func canShow(_ error: any Failure) -> Bool {
        switch error {
        case AssetError.notFound: false
        case is AssetError, is ThumbnailError, is ServiceError: true
        default: false
        }
    }
}
