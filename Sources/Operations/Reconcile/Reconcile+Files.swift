internal import Database
internal import Library
internal import LibraryStore
internal import MediaWorker

extension Reconciliation {
    /// Asks the stores for files whose size nobody knows.
    mutating func compareFiles() async throws {
        let organization = organization
        var last = ""
        while true {
            let page = try await library.database.read { [last] in
                try await $0.reconciliation.unknownSizes(after: last, in: organization, limit: Self.page)
            }
            for asset in page {
                guard let storage = asset.storage else { continue }
                last = storage.key
                guard let file = try await library.storedFile(storage.key, at: storage.place) else {
                    report.unknownSizes += 1
                    continue
                }
                report.drifts.append(Drift(.unknownSize, in: slug, of: asset.id, "has \(file.byteSize) bytes"))
                if isRepair {
                    try await note(file, of: asset)
                    report.repaired += 1
                }
            }
            guard page.count == Self.page else { return }
        }
    }

    /// Writes the size down and counts it, as an upload's; the bytes are there, so they count even where the quota is less.
    private func note(_ file: StoredFile, of seen: Asset) async throws {
        let (organization, now) = (organization, library.now)
        try await locked { transaction in
            guard let before = try await transaction.assets.findLocked(seen.id, in: organization), before.byteSize == nil,
                before.storage?.key == seen.storage?.key, before.status != .deleting
            else { return }
            var asset = before
            asset.byteSize = file.byteSize
            asset.mimeType = file.mimeType
            asset.kind = AssetKind(mimeType: file.mimeType)
            let isPictured = asset.thumbnail.status == .none && MediaWorkerPool.canDecode(mimeType: file.mimeType)
            if isPictured { asset.thumbnail.status = .pending }
            try await transaction.organizations.changeUsed(by: file.byteSize, in: organization)
            try await transaction.counters.count(before, -1, in: organization)
            try await transaction.counters.count(asset, 1, in: organization)
            try await transaction.reconciliation.setFile(of: asset, in: organization)
            if isPictured { try await transaction.jobs.enqueue(.renderThumbnail, asset.id, in: organization, at: now) }
            try await transaction.history.announceChange(of: asset.id, in: organization, at: now)
        }
    }
}
