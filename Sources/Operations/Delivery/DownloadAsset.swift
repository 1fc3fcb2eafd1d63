internal import Database
package import Library
internal import LibraryStore

extension MediaLibrary {
    /// The asset's current bytes under the name they were uploaded by, for whoever may download here, private ones too (M43).
    ///
    /// Throws ``AssetError`` `notFound` for what is in Trash, `noFile` for a link.
    package func downloadAsset(_ id: AssetID, by caller: Caller) async throws -> Delivery {
        try caller.require(.download)
        do {
            let asset = try await database.read { try await $0.assets.visible(id, in: caller.organization.id) }
            guard let storage = asset.storage else { throw AssetError.noFile }
            var delivery = try await open(storage.key, isSigned: true)
            delivery.fileName = asset.originalName
            return delivery
        } catch {
            throw ServiceError.explaining(error)
        }
    }

    /// The caller a signed-in user is in the organization of asset `id`, for addresses that name no organization.
    ///
    /// Throws ``AssetError`` `notFound` for a missing asset and a foreign one alike (M2).
    package func caller(_ user: User, besideAsset id: AssetID, door: Door) async throws -> Caller {
        do {
            return try await database.read { transaction in
                guard let organization = try await transaction.organizations.owner(of: id) else { throw AssetError.notFound }
                let role = try await transaction.users.role(of: user.id, in: organization.id)
                guard role != nil || user.isSuperadmin else { throw AssetError.notFound }
                return Caller(user: user, organization: organization, role: role, door: door)
            }
        } catch {
            throw ServiceError.explaining(error)
        }
    }
}
