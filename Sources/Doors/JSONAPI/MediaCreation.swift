internal import HTTPServer
internal import Library
internal import Operations

/// Reads `POST /v1/medias`: what the media is made of, an upload that has come or an address, and what is said about it.
struct MediaCreation: Sendable {
    private enum Source {
        /// `upload_id`: by tus or presigned (M19, M20).
        case upload(UploadID)
        /// `url`: an external asset (M9).
        case address(String)
    }

    private let source: Source
    private let label: String?
    private let mediaType: MediaTypeRole?

    /// Throws everything that is wrong with the fields together. What is no upload's id answers as the id of a missing one.
    init(_ document: ResourceDocument, _ caller: Caller) throws {
        try MediaDocument.checkWorkspace(document, caller)
        var fields = document.fields(besides: MediaResource.computed.filter { $0 != "url" })
        let isAmbiguous = !fields.isMissing("url") && !fields.isMissing("upload_id")
        let address = fields.optionalString("url")
        let upload = fields.optionalString("upload_id")
        label = fields.optionalString("label")
        mediaType = fields.choice("media_type", of: MediaTypeRole.self)
        if isAmbiguous || (address == nil && upload == nil) {
            fields.refuse("url", isAmbiguous ? "ambiguous" : "blank", "A media is made of one of url and upload_id.")
        }
        try fields.end()
        if let upload {
            guard let id = UploadID(upload) else { throw UploadError.notFound }
            source = .upload(id)
        } else {
            source = .address(address ?? "")
        }
    }

    func make(in library: MediaLibrary, by caller: Caller) async throws -> UploadOutcome {
        switch source {
        case .upload(let id): return try await library.register(id, { describe(&$0) }, by: caller)
        case .address(let address):
            var link = ExternalLink(sourceURL: address)
            link.sourceField = "url"
            var details = UploadDetails(fileName: "")
            describe(&details)
            return try await library.createExternalAsset(link, details, by: caller)
        }
    }

    /// What is not given stays as it was said when the upload began.
    private func describe(_ details: inout UploadDetails) {
        if let label { details.label = label }
        if let mediaType { details.mediaType = mediaType }
    }
}
