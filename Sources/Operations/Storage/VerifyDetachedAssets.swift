internal import Database
internal import Library
internal import LibraryStore

extension MediaLibrary {
    /// Checks that what organizations left that were deleted has its blobs; nothing of it is counted any more (M5).
    func verifyDetachedAssets(
        _ checksums: Bool, _ report: inout VerifyReport, _ progress: (Int) -> Void
    ) async throws {
        for former in try await database.read({ try await $0.organizations.former() }) {
            try await verifyDetachedOriginals(of: former, checksums, &report)
            try await verifyDetachedRenditions(of: former, checksums, &report)
            progress(report.assets + report.renditions)
        }
    }

    private func verifyDetachedOriginals(
        of former: OrganizationID, _ checksums: Bool, _ report: inout VerifyReport
    ) async throws {
        var last = ""
        while true {
            let page = try await database.read { [last] in
                try await $0.detachedAssets.withBlobs(after: last, of: former, limit: Self.pageSize)
            }
            for asset in page {
                guard let storage = asset.storage else { continue }
                last = storage.key
                report.assets += 1
                guard let size = asset.byteSize else { continue }
                let problem = try await problem(
                    with: storage.key, at: storage.place, size, asset.checksum, reading: checksums)
                try await note(problem, "detached asset \(asset.id)", ifIsThere: asset.id, &report)
            }
            if page.count < Self.pageSize { return }
        }
    }

    private func verifyDetachedRenditions(
        of former: OrganizationID, _ checksums: Bool, _ report: inout VerifyReport
    ) async throws {
        var last = ""
        while true {
            let page = try await database.read { [last] in
                try await $0.renditions.page(after: last, in: former, limit: Self.pageSize)
            }
            for rendition in page {
                last = rendition.key
                report.renditions += 1
                let problem = try await problem(
                    with: rendition.key, at: rendition.place, rendition.byteSize, rendition.checksum, reading: checksums)
                let name = "\(rendition.name) of detached asset \(rendition.assetID)"
                try await note(problem, name, ifIsThere: rendition.assetID, &report)
            }
            if page.count < Self.pageSize { return }
        }
    }

    /// A row that went or is going meanwhile is no difference.
    private func note(
        _ problem: String?, _ name: String, ifIsThere id: AssetID, _ report: inout VerifyReport
    ) async throws {
        guard let problem, let now = try await database.read({ try await $0.detachedAssets.find(id) }),
            now.asset.status != .deleting
        else { return }
        report.differences.append("\(name): \(problem)")
    }
}
