internal import Database
internal import Library
internal import LibraryStore

extension MediaLibrary {
    /// Checks that every asset and folder lies in a folder of its organization, or at the root, and every folder below the root.
    func verifyFolders(of organization: Organization, _ report: inout VerifyReport) async throws {
        let (assets, folders) = try await database.read { transaction in
            (
                try await transaction.folders.lostAssets(in: organization.id),
                try await transaction.folders.lostFolders(in: organization.id)
            )
        }
        for id in assets { report.differences.append("asset \(id): it names a folder that is not there") }
        for id in folders { report.differences.append("\(organization.slug): the folder \(id) is not below the root") }
    }
}
