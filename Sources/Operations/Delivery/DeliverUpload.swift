internal import Database
package import Library
internal import LibraryStore

extension MediaLibrary {
    /// Opens the file that was imported from `path` below `/uploads/`, in its current version (M49): the path as its organization had
    /// it, or with that organization's slug before it. The plain path is that of the organization that imported it first.
    ///
    /// Unknown, private, trashed and purged are `notFound` alike.
    ///
    /// - Parameter isAnew: when what was delivered less than a second ago proved to be gone.
    package func deliverUpload(_ path: String, anew isAnew: Bool = false) async throws -> Delivery {
        let key: String?
        do {
            key = try await database.read { try await $0.imports.storageKey(ofAddress: path) }
        } catch {
            throw ServiceError.explaining(error)
        }
        guard let key else { throw AssetError.notFound }
        return isAnew ? try await deliverFileAnew(key) : try await deliverFile(key)
    }
}
