internal import BlobStorage
internal import FileTypes
internal import Library

/// A file that arrived whole and lies under its key, for a row to take.
struct TakenFile {
    let mimeType: String
    let bytes: ReceivedBytes
    let inspection: PictureInspection
    /// With what the client said after the file.
    let details: UploadDetails
}

/// What every door for a new file has in common, be it a new asset or new bytes of an old one.
extension MediaLibrary {
    /// Reads the first bytes and tells the file's type by them; throws what the policy refuses.
    func acceptedType(of intake: UploadIntake, _ details: UploadDetails, in organization: Organization) async throws -> String {
        try await intake.readHead()
        guard intake.headCount > 0 else { throw AssetError.emptyFile }
        let mimeType = fileTypes.mimeType(ofHead: intake.head, byteSize: details.declaredByteSize ?? Int64(intake.headCount))
        let accepted = organization.policy.acceptedTypes
        guard accepted.contains(mimeType: mimeType) else {
            throw AssetError.typeRefused(mimeType: mimeType, accepted: accepted.summary)
        }
        return mimeType
    }

    /// Receives the file into `publication` and publishes it as `publish` does; what fails is undone.
    ///
    /// `check` sees what the client said in all, and what arrived, before anything is published.
    func takeIn(
        _ intake: UploadIntake, _ details: UploadDetails, as mimeType: String, into publication: Publication,
        checking check: (UploadDetails, ReceivedBytes) async throws -> Void, publish: () async throws -> Void
    ) async throws -> TakenFile {
        let organization = publication.organization
        let replaced = publication.replacedBytes
        do {
            let received = try await intake.receive(into: publication, isSizeDeclared: details.declaredByteSize != nil) {
                size throws(AssetError) in
                try checkSize(size, replacing: replaced, in: organization)
            }
            let details = try await intake.completed(details)
            try await check(details, received)
            try await publication.stayAlive()
            let inspection = await inspectPicture(try await publication.descriptor(), mimeType: mimeType)
            try await publish()
            return TakenFile(mimeType: mimeType, bytes: received, inspection: inspection, details: details)
        } catch {
            await abandon(publication, after: error)
            throw error
        }
    }

    /// Throws when a file of `bytes` is larger than one may be here, or than all of them together that do not make way for it.
    func checkSize(_ bytes: Int64, replacing replaced: Int64 = 0, in organization: Organization) throws(AssetError) {
        guard bytes <= organization.maxFileBytes else { throw .fileTooLarge(limit: organization.maxFileBytes) }
        guard bytes - replaced <= organization.maxStorageBytes else {
            throw .quotaExceeded(limit: organization.maxStorageBytes)
        }
    }
}
