internal import Dashboard
internal import HTTPServer
internal import Library
internal import Operations

/// The upload form without scripts: `csrf` first, where rules ask for it what the files are for, then any number of them.
enum FormUpload {
    struct Outcome {
        var uploaded = 0
        var refusals: [UploadRefusalModel] = []
    }

    static func receive(_ exchange: Exchange, _ visit: PageVisit, into folder: FolderID?) async throws -> Outcome {
        let reader = try AssetUpload.multipart(exchange)
        guard let first = try await reader.nextPart(), first.name == "csrf" else { throw AccessError.crossSiteRequest }
        try exchange.checkCSRF(try await AssetUpload.text("csrf", reader), expected: visit.signedIn.session.csrfToken)
        var outcome = Outcome()
        var mediaType: MediaTypeRole?
        while let part = try await reader.nextPart() {
            if part.name == "mediaType" { mediaType = MediaTypeRole(rawValue: try await AssetUpload.text(part.name, reader)) }
            guard let fileName = part.fileName, !fileName.isEmpty else { continue }
            do {
                // How long the file is cannot be told: others may follow it in the form.
                var details = UploadDetails(fileName: fileName)
                details.folderID = folder
                details.mediaType = mediaType
                _ = try await exchange.library.uploadAsset(PartSource(reader: reader), details, by: visit.caller)
                outcome.uploaded += 1
            } catch let error as any Failure {
                outcome.refusals.append(UploadRefusalModel(fileName: fileName, reason: error.sentence))
            }
        }
        if outcome.uploaded == 0, outcome.refusals.isEmpty {
            outcome.refusals.append(UploadRefusalModel(fileName: "", reason: AssetError.missingFile().sentence))
        }
        return outcome
    }
}

/// One file of several in a form.
private struct PartSource: UploadSource {
    let reader: MultipartReader

    func read(into buffer: UnsafeMutableRawBufferPointer) async throws -> Int { try await reader.read(into: buffer) }
}
