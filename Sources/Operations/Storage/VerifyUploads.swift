internal import Database
internal import Library
internal import LibraryStore

extension MediaLibrary {
    /// Checks that every part of an upload has its bytes, and that the parts of each are what has arrived of it, without a gap.
    func verifyUploads(of organization: Organization, _ report: inout VerifyReport) async throws {
        for upload in try await database.read({ try await $0.uploads.live(in: organization.id) }) {
            let parts = try await database.read { try await $0.uploads.parts(of: upload.id, in: organization.id) }
            guard let problem = try await problem(with: parts, of: upload) else { continue }
            // One that went on, was finished or ended meanwhile is no difference.
            let now = try await database.read { try await $0.uploads.find(upload.id, in: organization.id) }
            if let now, now.assetID == nil, now.receivedBytes == upload.receivedBytes {
                report.differences.append("upload \(upload.id): \(problem)")
            }
        }
    }

    private func problem(with parts: [UploadPart], of upload: Upload) async throws -> String? {
        var end: Int64 = 0
        for part in parts {
            guard part.position == end else { return "its parts leave a gap at byte \(end)" }
            end += part.byteSize
            if let problem = try await problem(with: part.key, at: upload.place, part.byteSize, nil, reading: false) {
                return "of the part at byte \(part.position), \(problem)"
            }
        }
        return end == upload.receivedBytes ? nil : "its parts have \(end) bytes, recorded are \(upload.receivedBytes)"
    }
}
