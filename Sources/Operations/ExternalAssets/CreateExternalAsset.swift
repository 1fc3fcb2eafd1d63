internal import Database
package import Library
internal import LibraryStore

extension MediaLibrary {
    /// Makes an asset of an address: there are no bytes, so it counts to no total but `externalAssetCount` (M9).
    ///
    /// `details` are what an upload says; its file name and size are not asked. What is a duplicate is decided by the address. Throws
    /// ``AccessError``, ``AssetError`` `invalidFields`, `externalRefused`, `duplicateLink`, `logicalPathTaken`, and ``FolderError``
    /// `notFound`.
    package func createExternalAsset(
        _ link: ExternalLink, _ details: UploadDetails, by caller: Caller
    ) async throws -> UploadOutcome {
        try caller.require(.upload)
        let organization = caller.organization
        guard organization.policy.acceptsExternalAssets else { throw AssetError.externalRefused }
        let link = try link.checked()
        var details = details
        details.fileName = link.name
        let record = try details.record(in: organization.policy)
        let now = now
        let asset = externalAsset(link, record, from: details.provenance?.former, by: caller, at: now)
        let outcome: UploadOutcome
        do {
            let (onDuplicate, provenance) = (details.onDuplicate, details.provenance)
            outcome = try await database.write { transaction in
                guard try await transaction.organizations.lock(organization.id) else { throw AccessError.organizationUnknown }
                let duplicate = try await transaction.duplicate(
                    ofLink: link.source.text, onDuplicate, in: organization.id)
                return UploadOutcome(
                    asset: try await transaction.insert(asset, from: provenance, asLinkBy: caller, at: now), isNew: true,
                    duplicateOf: duplicate)
            }
        } catch let held as HeldAlready {
            return UploadOutcome(asset: held.asset, isNew: false, duplicateOf: held.asset.id)
        } catch {
            throw ServiceError.explaining(error)
        }
        if asset.thumbnail.status == .pending { jobSignal.notify() }
        return outcome
    }

    func externalAsset(
        _ link: CheckedLink, _ record: AssetEdit, from former: FormerAsset?, by caller: Caller, as id: AssetID? = nil,
        at now: Timestamp
    ) -> Asset {
        let name = link.name
        var asset = Asset(
            id: former?.newID ?? id ?? AssetID.make(at: now), organizationID: caller.organization.id, kind: link.kind,
            provider: link.provider,
            storage: nil, mimeType: nil, byteSize: nil, checksum: nil,
            metadata: AssetMetadata(displayName: name), originalName: name, sourceURL: link.source.text,
            thumbnailSourceURL: link.thumbnail?.withoutFragment,
            thumbnail: ThumbnailState(status: link.thumbnail == nil ? .none : .pending), createdBy: caller.user?.id,
            createdAt: former?.createdAt ?? now, updatedAt: now)
        asset.take(record)
        if let former { asset.take(former) }
        if asset.metadata.title == nil { asset.metadata.title = name }
        return asset
    }
}

extension Transaction {
    /// The oldest link to `address` in the library; throws where the client wants no second one.
    fileprivate func duplicate(
        ofLink address: String, _ onDuplicate: OnDuplicate, in organization: OrganizationID
    ) async throws -> AssetID? {
        guard let oldest = try await assets.oldestLink(to: address, in: organization) else { return nil }
        switch onDuplicate {
        case .copy: return oldest.id
        case .reuse: throw HeldAlready(asset: oldest)
        case .error: throw AssetError.duplicateLink(of: oldest.id)
        }
    }

    /// The row of a link and what goes with it; the organization is locked.
    func insert(
        _ asset: Asset, from provenance: Provenance?, asLinkBy caller: Caller, at now: Timestamp
    ) async throws -> Asset {
        let organization = caller.organization
        try await settle(caller, as: asset.id)
        let asset = try await insert(asset, from: provenance, in: organization, at: now)
        try await counters.count(asset, 1, in: organization.id)
        if asset.thumbnail.status == .pending {
            try await jobs.enqueue(.renderThumbnail, asset.id, in: organization.id, at: now)
        }
        try await history.record(
            AuditEntry(
                by: caller, provenance == nil ? "asset.link" : "asset.import", asset,
                changes: AuditChange.between([("sourceUrl", nil, asset.sourceURL)]), at: now))
        try await history.announce(asset.id, isTombstone: !asset.status.isInLibrary, in: organization.id, at: now)
        return asset
    }
}
