internal import Database
package import Library
internal import LibraryStore

extension MediaLibrary {
    /// An upload of the caller's own (M20); of somebody else's only administrators know.
    ///
    /// Throws ``UploadError`` `notFound`, and `expired` for one whose time is over and that was no asset by then.
    package func showUpload(_ id: UploadID, by caller: Caller) async throws -> Upload {
        try caller.require(.upload)
        do {
            return try await find(id, by: caller, orAsAdministrator: true)
        } catch {
            throw ServiceError.explaining(error)
        }
    }

    /// A page of the uploads that are no assets yet, newest first: the caller's own, an administrator's whole organization's.
    package func listUploads(after last: UploadID? = nil, limit: Int, by caller: Caller) async throws -> UploadPage {
        try caller.require(.upload)
        let user = caller.can(.administer) ? nil : caller.user?.id
        do {
            let organization = caller.organization.id
            let (uploads, total) = try await database.read { transaction in
                (
                    try await transaction.uploads.unfinished(of: user, after: last, in: organization, limit: limit + 1),
                    try await transaction.uploads.unfinishedCount(of: user, in: organization)
                )
            }
            let page = Array(uploads.prefix(limit))
            let next = uploads.count > limit ? page.last?.id : nil
            return UploadPage(uploads: page, next: next, total: total)
        } catch {
            throw ServiceError.explaining(error)
        }
    }

    /// An upload the caller may write to or make an asset of.
    func find(_ id: UploadID, by caller: Caller, orAsAdministrator: Bool = false) async throws -> Upload {
        let organization = caller.organization.id
        guard let upload = try await database.read({ try await $0.uploads.find(id, in: organization) }), !upload.isEnded,
            upload.createdBy == caller.user?.id || (orAsAdministrator && caller.can(.administer))
        else { throw UploadError.notFound }
        if upload.isExpired, upload.assetID == nil { throw UploadError.expired }
        return upload
    }
}
