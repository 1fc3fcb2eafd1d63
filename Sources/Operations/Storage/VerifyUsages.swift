internal import Database
internal import Library
internal import LibraryStore

extension MediaLibrary {
    /// Checks that every asset counts the places that use it (M37).
    func verifyUsages(of organization: Organization, _ report: inout VerifyReport) async throws {
        for asset in try await database.read({ try await $0.usages.miscounted(in: organization.id) }) {
            report.differences.append(
                "asset \(asset.id): it counts \(asset.counted) uses, and there are \(asset.actual)")
        }
    }
}
