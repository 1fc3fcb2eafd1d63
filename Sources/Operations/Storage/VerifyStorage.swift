internal import BlobStorage
internal import Cryptography
internal import Database
internal import Library
internal import LibraryStore
internal import Platform

/// What `verify` looked at and found.
package struct VerifyReport: Sendable {
    package var assets = 0
    package var renditions = 0
    package var blobs = 0
    /// One sentence a difference, empty when rows, blobs and counters agree.
    package var differences: [String] = []
}

extension MediaLibrary {
    /// Checks that every row has its blob, every blob its row or intent, and that counters equal sums; reads every byte with
    /// `checksums`. `progress` is told the number of items looked at, now and then.
    package func verify(
        organization slug: String? = nil, checksums: Bool, progress: @Sendable (Int) -> Void = { _ in }
    ) async throws -> VerifyReport {
        var report = VerifyReport()
        let organizations = try await allOrganizations().filter { slug == nil || $0.slug == slug }
        if let slug, organizations.isEmpty { throw OrganizationError.notFound(slug) }
        for organization in organizations {
            try await verifyCounters(of: organization.id, &report)
            try await verifyTags(of: organization, &report)
            try await verifyFolders(of: organization, &report)
            try await verifyUsages(of: organization, &report)
            try await verifyAssets(of: organization.id, checksums, &report, progress)
            try await verifyLinks(of: organization.id, &report, progress)
            try await verifyRenditions(of: organization.id, checksums, &report, progress)
            try await verifyLogo(of: organization, checksums, &report)
            try await verifyUploads(of: organization, &report)
        }
        if slug == nil {
            try await verifyDetachedAssets(checksums, &report, progress)
            try await verifyGlobalBlobs(checksums, &report)
        }
        let one = slug.flatMap { _ in organizations.first }
        let prefix = one.map { StorageKey.organizationPrefix($0.id) } ?? StorageKey.organizationsPrefix
        for store in stores.all {
            do {
                try await verifyBlobs(prefix: prefix, in: store, &report, progress)
            } catch BlobError.bucketMissing where store.bucket != stores.media.bucket {
                continue  // nobody has a logo yet
            }
        }
        return report
    }

    static var pageSize: Int { 500 }

    private func verifyCounters(of id: OrganizationID, _ report: inout VerifyReport) async throws {
        let (organization, counted, recounted, intents, uploads) = try await database.read { transaction in
            (
                try await transaction.organizations.find(id), try await transaction.counters.all(in: id),
                try await transaction.counters.recount(in: id), try await transaction.intents.all(in: id),
                try await transaction.uploads.reservedBytes(in: id)
            )
        }
        guard let organization else { return }
        if Set(counted) != Set(recounted) {
            report.differences.append("\(organization.slug): the storage counters do not equal the sums of the assets")
        }
        let used = recounted.reduce(0) { $0 + $1.bytes }
        if organization.usedBytes != used {
            report.differences.append(
                "\(organization.slug): used bytes are \(organization.usedBytes), the assets add up to \(used)")
        }
        let reserved = intents.reduce(uploads) { $0 + $1.reservedBytes }
        if organization.reservedBytes != reserved {
            report.differences.append(
                "\(organization.slug): reserved bytes are \(organization.reservedBytes), intents and uploads add up to \(reserved)"
            )
        }
    }

    private func verifyAssets(
        of id: OrganizationID, _ checksums: Bool, _ report: inout VerifyReport, _ progress: (Int) -> Void
    ) async throws {
        var last = ""
        while true {
            let page = try await database.read { [last] in
                try await $0.assets.withBlobs(after: last, in: id, limit: Self.pageSize)
            }
            for asset in page {
                guard let storage = asset.storage else { continue }
                let key = storage.key
                last = key
                report.assets += 1
                let problem = try await problem(with: asset, storage, reading: checksums)
                guard let problem else { continue }
                // A row that went or is going meanwhile is no difference.
                let now = try await database.read { try await $0.assets.find(asset.id, in: id) }
                if now?.storage?.key == key, now?.status != .deleting {
                    report.differences.append("asset \(asset.id): \(problem)")
                }
            }
            for id in try await database.read({ try await $0.tags.misnamed(among: page.map(\.id), in: id) }) {
                report.differences.append("asset \(id): its row names other tags than it has")
            }
            progress(report.assets)
            if page.count < Self.pageSize { return }
        }
    }

    private func verifyTags(of organization: Organization, _ report: inout VerifyReport) async throws {
        for tag in try await database.read({ try await $0.tags.miscounted(in: organization.id) }) {
            report.differences.append(
                "\(organization.slug): the tag “\(tag.name)” counts \(tag.assets) assets, and \(tag.actual) have it")
        }
    }

    /// What is wrong with an asset's bytes, or with those under its public address where that points straight at a bucket.
    private func problem(with asset: Asset, _ storage: StoredBlob, reading: Bool) async throws -> String? {
        // Bytes that nobody has seen yet are no difference: `reconcile` looks for them (M51).
        guard let size = asset.byteSize else { return nil }
        let checksum = asset.checksum
        if let problem = try await problem(with: storage.key, at: storage.place, size, checksum, reading: reading) {
            return problem
        }
        guard let copy = storage.publicCopyKey, copy != storage.key else { return nil }
        guard asset.publicCopyVersion == asset.version else {
            return "its public address has version \(asset.publicCopyVersion) still, and not \(asset.version)"
        }
        return try await problem(with: copy, at: storage.place, size, checksum, reading: reading)
            .map { "under its public address, \($0)" }
    }

    private func verifyRenditions(
        of id: OrganizationID, _ checksums: Bool, _ report: inout VerifyReport, _ progress: (Int) -> Void
    ) async throws {
        var last = ""
        while true {
            let page = try await database.read { [last] in
                try await $0.renditions.page(after: last, in: id, limit: Self.pageSize)
            }
            for rendition in page {
                last = rendition.key
                report.renditions += 1
                let problem = try await problem(
                    with: rendition.key, at: rendition.place, rendition.byteSize, rendition.checksum, reading: checksums)
                guard let problem else { continue }
                let asset = try await database.read { try await $0.assets.find(rendition.assetID, in: id) }
                if let asset, asset.status != .deleting {
                    report.differences.append("\(rendition.name) of asset \(asset.id): \(problem)")
                }
            }
            progress(report.assets + report.renditions)
            if page.count < Self.pageSize { return }
        }
    }

    private func verifyLogo(of organization: Organization, _ checksums: Bool, _ report: inout VerifyReport) async throws {
        guard let logo = organization.logo,
            let problem = try await problem(with: logo.key, at: logo.place, logo.byteSize, logo.checksum, reading: checksums)
        else { return }
        // One that was replaced meanwhile is no difference.
        if try await database.read({ try await $0.organizations.find(organization.id) })?.logo == logo {
            report.differences.append("logo of \(organization.slug): \(problem)")
        }
    }

    private func verifyGlobalBlobs(_ checksums: Bool, _ report: inout VerifyReport) async throws {
        for blob in try await database.read({ try await $0.globals.blobs() }) {
            let problem = try await problem(with: blob.key, at: blob.place, blob.byteSize, blob.checksum, reading: checksums)
            if let problem { report.differences.append("global file \(blob.key): \(problem)") }
        }
    }

    private func verifyBlobs(
        prefix: String, in store: any BlobStore, _ report: inout VerifyReport, _ progress: (Int) -> Void
    ) async throws {
        var last: BlobKey?
        while true {
            let page = try await store.list(prefix: prefix, after: last, limit: Self.listingPage)
            last = page.last?.key ?? last
            report.blobs += page.count
            for blob in page where try await isUnneeded(blob.key, in: store) {
                report.differences.append("blob \(blob.key): no asset, rendition, logo or upload in progress needs it")
            }
            progress(report.assets + report.renditions + report.blobs)
            if page.count < Self.listingPage { return }
        }
    }

    private func isUnneeded(_ key: BlobKey, in store: any BlobStore) async throws -> Bool {
        if try await database.read({ try await $0.intents.isKeyNeeded(key.description) }) { return false }
        // It may have been deleted since it was listed.
        do { _ = try await store.open(key) } catch { return error != .notFound }
        return true
    }

    func problem(
        with key: String, at place: StoragePlace, _ byteSize: Int64, _ checksum: [UInt8]?, reading: Bool
    ) async throws -> String? {
        let blob: OpenBlob
        do {
            blob = try await store(place).open(BlobKey(key))
        } catch .notFound {
            return "its file is missing"
        } catch {
            return "its file cannot be read: \(error)"
        }
        if blob.byteSize != byteSize { return "its file has \(blob.byteSize) bytes, recorded are \(byteSize)" }
        guard reading, let checksum else { return nil }
        let actual: [UInt8]
        do {
            actual = try await blocking { try await blob.sha256() }
        } catch let error as BlobError {
            return "its file cannot be read: \(error)"
        }
        return actual == checksum ? nil : "its file's checksum differs from the recorded one"
    }
}

extension OpenBlob {
    /// Reads every byte.
    fileprivate func sha256() async throws -> [UInt8] {
        let hash = SHA256()
        let buffer = UnsafeMutableRawBufferPointer.allocate(byteCount: 256 * 1024, alignment: 4096)
        defer { buffer.deallocate() }
        let stream = try await stream(0..<byteSize)
        while true {
            let count = try await stream.read(into: buffer)
            if count == 0 { return hash.finalize() }
            hash.update(UnsafeRawBufferPointer(rebasing: buffer[..<count]))
        }
    }
}
