internal import Database
internal import Library
internal import LibraryStore

extension MediaLibrary {
    /// Checks that assets without a file here are links that lead somewhere, count no bytes and have the tags their rows name (M9).
    func verifyLinks(
        of id: OrganizationID, _ report: inout VerifyReport, _ progress: (Int) -> Void
    ) async throws {
        var last: AssetID?
        while true {
            let page = try await database.read { [last] in
                try await $0.assets.withoutBlobs(after: last, in: id, limit: Self.pageSize)
            }
            for asset in page {
                last = asset.id
                report.assets += 1
                if let problem = Self.problem(withLink: asset) {
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

    private static func problem(withLink asset: Asset) -> String? {
        if !asset.provider.isExternal { return "it has no file and is no link" }
        if asset.byteSize != nil || asset.checksum != nil { return "it is a link and counts the bytes of a file" }
        return asset.sourceURL == nil ? "it is a link that leads nowhere" : nil
    }
}
