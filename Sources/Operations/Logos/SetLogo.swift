internal import BlobStorage
internal import Database
package import Library
internal import LibraryStore
internal import MediaWorker

extension MediaLibrary {
    /// Makes a picture the organization's logo (M66): published by an intent in the store of logos, then the row switched, then the
    /// former one removed. `entityTag` is the `If-Match` of the request, if it had one.
    ///
    /// The bytes do not count to the quota. Throws ``AccessError``, ``LogoError``, ``ServiceError``; then the former logo stays.
    package func setLogo(
        _ source: some UploadSource, ifMatch entityTag: String? = nil, by caller: Caller
    ) async throws -> Organization {
        try caller.require(.administer)
        do {
            return try await blocking {
                let picture = try await LogoPicture(reading: source, fileTypes: fileTypes)
                if let same = try await organization(of: caller, ifItShows: picture, entityTag) { return same }
                return try await publish(picture, entityTag, by: caller)
            }
        } catch BlobError.alreadyExists, DatabaseError.uniqueViolation {
            throw LogoError.busy
        } catch {
            throw ServiceError.explaining(error)
        }
    }

    /// The organization when nothing is to be done: its logo is this picture, where new logos go, whole.
    private func organization(
        of caller: Caller, ifItShows picture: LogoPicture, _ entityTag: String?
    ) async throws -> Organization? {
        let organization = try await database.read { transaction in
            try await transaction.organizations.current(of: caller, ifMatch: entityTag)
        }
        guard let logo = organization.logo, logo.checksum == picture.checksum, logo.key == picture.key(in: organization.id),
            logo.place == stores.logos.place, try await isWhole(logo)
        else { return nil }
        return organization
    }

    private func isWhole(_ logo: OrganizationLogo) async throws -> Bool {
        do {
            return try await store(logo.place).open(BlobKey(logo.key)).byteSize == logo.byteSize
        } catch BlobError.notFound, BlobError.bucketMissing {
            return false
        }
    }

    private func publish(_ picture: LogoPicture, _ entityTag: String?, by caller: Caller) async throws -> Organization {
        let key = try BlobKey(picture.key(in: caller.organization.id))
        let publication = try await beginPublication(
            of: key, picture.mimeType, to: stores.logos, reserving: 0, for: .logo(of: caller.organization.id),
            in: caller.organization)
        do {
            try await publication.append(picture.bytes)
            try await publication.finish()
            try await check(picture, publication)
            try await publishMakingBucket(publication)
        } catch {
            await abandon(publication, after: error)
            throw error
        }
        let logo = OrganizationLogo(
            place: publication.store.place, key: key.description, mimeType: picture.mimeType,
            byteSize: Int64(picture.bytes.count), checksum: picture.checksum, updatedAt: now)
        return try await commit(logo, publication, entityTag, by: caller)
    }

    /// Reads the header in the media worker. Without a worker the bytes are taken as their signature says: this server never decodes
    /// a logo, browsers do.
    private func check(_ picture: LogoPicture, _ publication: Publication) async throws {
        guard picture.mimeType != "image/svg+xml" else { return }
        let file = try await publication.descriptor()
        do {
            _ = try await mediaWorker.inspect(file, mimeType: picture.mimeType)
        } catch  where error.isPermanent {
            throw LogoError.unreadable(reason: error.reason)
        } catch {
            return
        }
    }

    /// The bucket of logos is made for the first of them.
    private func publishMakingBucket(_ publication: Publication) async throws {
        do {
            try await publishReplacingOrphan(publication) { try await expectUnowned(publication) }
        } catch BlobError.bucketMissing {
            try await publication.store.makeBucket()
            try await publication.publish()
        }
    }

    /// Makes sure that the blob under the key is no row's, or a damaged one.
    private func expectUnowned(_ publication: Publication) async throws {
        let id = publication.organization.id
        let owner = try await database.read { try await $0.organizations.find(id)?.logo }
        if let owner, owner.key == publication.key.description, owner.place == publication.store.place, try await isWhole(owner) {
            throw LogoError.busy  // somebody else has just set the same picture
        }
    }

    private func commit(
        _ logo: OrganizationLogo, _ publication: Publication, _ entityTag: String?, by caller: Caller
    ) async throws -> Organization {
        let (intent, now) = (publication.intentID, now)
        let organization: Organization
        let removal: LogoRemoval?
        do {
            (organization, removal) = try await database.write { transaction in
                try await transaction.organizations.lock(caller.organization.id)
                let before = try await transaction.organizations.current(of: caller, ifMatch: entityTag)
                guard try await transaction.intents.take(intent, in: before.id) != nil else { throw ServiceError.interrupted }
                var removal: LogoRemoval?
                if let former = before.logo, !former.isSameBlob(as: logo) {
                    removal = try await beginRemoval(of: former, from: before, transaction)
                }
                try await transaction.organizations.setLogo(logo, of: before.id)
                let change = AuditChange("logo", before.logo?.publicPath, logo.publicPath)
                try await transaction.history.record(
                    AuditEntry(by: caller, "organization.logo.set", changes: [change], at: now))
                return (try await transaction.organizations.current(of: caller), removal)
            }
        } catch {
            await abandon(publication, after: error)
            throw error
        }
        deliveries.forget([logo.key])
        await finish(removal)
        return organization
    }
}
