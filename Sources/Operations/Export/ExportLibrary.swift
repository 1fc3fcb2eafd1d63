internal import Database
package import Library
internal import LibraryStore

/// What an export gives beside the manifest.
package enum ExportForm: String, Sendable {
    case manifest
    /// The manifest and every file it names.
    case archive
}

extension MediaLibrary {
    /// Begins an export of the whole library: who may, and an audit entry; what is in it is read from the answer, page by page (M48).
    ///
    /// Throws ``AccessError``, ``ServiceError``.
    package func exportLibrary(_ form: ExportForm, by caller: Caller) async throws -> LibraryExport {
        try caller.require(.export)
        let organization = caller.organization
        let now = now
        do {
            let folders = try await database.read { try await $0.exports.folders(in: organization.id) }
            let assets = try await database.write { transaction in
                try await transaction.organizations.lock(organization.id)
                try await transaction.history.record(
                    AuditEntry(by: caller, "library.export", changes: [AuditChange("form", nil, form.rawValue)], at: now))
                return try await transaction.counters.all(in: organization.id)
            }
            return LibraryExport(
                library: self, organization: organization, exportedAt: now, folders: folders,
                expectedAssets: assets.filter { $0.status != .deleting }.reduce(0) { $0 + $1.assets })
        } catch {
            throw ServiceError.explaining(error)
        }
    }
}

/// A library on its way out. Every asset that is there from the beginning to the end is in it once; what is added, changed or deleted
/// meanwhile may be in it as it was or as it is.
package struct LibraryExport: Sendable {
    package let library: MediaLibrary
    package let organization: Organization
    package let exportedAt: Timestamp
    /// Those above before those below.
    package let folders: [Folder]
    /// How many assets there were at the beginning, for progress.
    package let expectedAssets: Int

    /// What stands at the head of every manifest.
    package static let format = "vitrine-export"
    package static let version = 1
    /// How long the addresses of files in a manifest work, in seconds: long enough to fetch a large library.
    package static let downloadLifetime: Int64 = 86_400
    static let pageSize = 100
    static let usagePageSize = 1000
    static let contentPageSize = 16
}

/// An asset and what an export alone says of it.
package struct ExportedAsset: Sendable {
    package let asset: Asset
    /// The paths below `/uploads/` that lead to it.
    package let uploadPaths: [String]
    /// Its usages; nil where there are many, to be read by ``LibraryExport/usages(of:after:)``.
    package let usages: [PlacedUsage]?

    init(asset: Asset, uploadPaths: [String], usages: [PlacedUsage]?) {
        self.asset = asset
        self.uploadPaths = uploadPaths
        self.usages = usages
    }

    /// A newer state of the same asset.
    package init(asset: Asset, like other: ExportedAsset) {
        self.init(asset: asset, uploadPaths: other.uploadPaths, usages: other.usages)
    }
}

extension LibraryExport {
    /// One page of assets, and where the next begins.
    package func assets(after cursor: ListCursor?) async throws -> (assets: [ExportedAsset], next: ListCursor?) {
        let id = organization.id
        do {
            return try await library.database.read { transaction in
                let (assets, next) = try await transaction.exports.assets(after: cursor, limit: Self.pageSize, in: id)
                let few = assets.filter { $0.usageCount <= 100 }
                let usages = try await transaction.exports.usages(of: few.filter { $0.usageCount > 0 }.map(\.id), in: id)
                let paths = try await transaction.imports.paths(of: assets.map(\.id), in: id)
                let exported = assets.map { asset in
                    ExportedAsset(
                        asset: asset, uploadPaths: paths[asset.id] ?? [],
                        usages: asset.usageCount <= 100 ? usages[asset.id] ?? [] : nil)
                }
                return (exported, next)
            }
        } catch {
            throw ServiceError.explaining(error)
        }
    }

    /// A page of the usages of an asset that has many; empty after the last.
    package func usages(of asset: AssetID, after position: UsagePosition?) async throws -> [PlacedUsage] {
        do {
            return try await library.database.read { transaction in
                try await transaction.usages.places(
                    of: asset, after: position, limit: Self.usagePageSize, in: organization.id)
            }
        } catch {
            throw ServiceError.explaining(error)
        }
    }

    /// A page of content items; empty after the last.
    package func content(after position: UsageTarget?) async throws -> [ContentItem] {
        do {
            return try await library.database.read { transaction in
                try await transaction.exports.content(after: position, limit: Self.contentPageSize, in: organization.id)
            }
        } catch {
            throw ServiceError.explaining(error)
        }
    }

    /// Where the asset's file can be fetched until the manifest's addresses end, whatever its visibility; nil for a link.
    package func download(of asset: Asset) -> SignedAddress? {
        guard let key = asset.storage?.key else { return nil }
        return library.signedAddress(of: key, lifetime: Self.downloadLifetime, since: exportedAt)
    }

    /// The asset as it is now with its open file, for an archive; nil where it has none, where none was ever seen, or it was deleted
    /// meanwhile.
    ///
    /// Throws ``ServiceError``: a file that is missing is no reason to go on without it.
    package func open(_ seen: Asset) async throws -> (asset: Asset, file: Delivery)? {
        guard seen.storage != nil else { return nil }
        do {
            var asset = seen
            while let key = asset.storage?.key {
                do {
                    return (asset, try await library.open(key, isSigned: true))
                } catch {
                    // It was replaced or is being deleted, or else its file is gone.
                    let now = try await library.database.read { [asset] in
                        try await $0.assets.find(asset.id, in: organization.id)
                    }
                    guard let now, now.status != .deleting else { return nil }
                    guard let newKey = now.storage?.key, newKey != key else { throw error }
                    asset = now
                }
            }
            return nil
        } catch let error as ServiceError where error == .fileMissing() && seen.byteSize == nil {
            // Of a file that was never seen here nobody knows whether it is there.
            return nil
        } catch AssetError.notFound {
            if seen.byteSize == nil { return nil }
            throw ServiceError.fileMissing(cause: "the row of asset \(seen.id) is there, and its file is not found")
        } catch {
            throw ServiceError.explaining(error)
        }
    }

    /// The thumbnail an editor chose; nil where none did, or it is gone by now.
    package func openOwnThumbnail(of asset: Asset) async throws -> Delivery? {
        guard asset.hasOwnThumbnail, asset.thumbnail.status == .ready else { return nil }
        let key = StorageKey.rendition(of: asset, in: organization.id, .thumbnail)
        do { return try await library.open(key, isSigned: true) } catch AssetError.notFound { return nil }
    }

    /// Where what has to wait may be put down.
    package var temporaryFolder: String { library.folders.temporary }

    /// Runs `body` where it may block, and far from what answers other requests.
    package func blocking<Success: Sendable>(_ body: @Sendable () async throws -> Success) async throws -> Success {
        try await library.blocking(body)
    }
}
