internal import BlobStorage
internal import Database
package import Library
internal import LibraryStore

extension MediaLibrary {
    /// Deletes the caller's organization for good and leaves its assets detached: their public addresses go on answering (M5).
    ///
    /// `slug` confirms it, and `entityTag` is the request's `If-Match`. Uploads and jobs in progress find their promises gone and end. Throws ``AccessError``, ``OrganizationError``
    /// `notConfirmed` and `changedMeanwhile`, ``ServiceError``.
    package func deleteOrganization(
        confirmedBy slug: String, ifMatch entityTag: String? = nil, by caller: Caller
    ) async throws {
        if caller.scopes != nil { throw AccessError.sessionRequired }
        try caller.requireOwner(to: "delete it")
        let now = now
        do {
            let logo = try await database.write { transaction in
                try await transaction.allowLongStatements()
                try await transaction.organizations.lock(caller.organization.id)
                let organization = try await transaction.organizations.current(of: caller, ifMatch: entityTag)
                guard slug == organization.slug else { throw OrganizationError.notConfirmed(slug: organization.slug) }
                let former = FormerOrganization(
                    id: organization.id, slug: organization.slug, name: organization.name, deletedBy: caller.user?.id,
                    deletedAt: now)
                try await transaction.organizations.delete(organization.id, leaving: former)
                return organization.logo
            }
            if let logo { await remove(logo, of: caller.organization.id) }
        } catch {
            throw ServiceError.explaining(error)
        }
    }

    /// Removes the blob of a logo no row has any more. What fails here is not lost: the sweep does the same.
    private func remove(_ logo: OrganizationLogo, of former: OrganizationID) async {
        deliveries.forget([logo.key])
        // A caller who hangs up does not cut this short.
        let removing = Task {
            try await removeIfUnneeded(BlobKey(logo.key), of: former) { try await store(logo.place).delete(BlobKey(logo.key)) }
        }
        _ = try? await removing.value
    }
}
