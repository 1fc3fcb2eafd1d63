internal import Cryptography
internal import Database
package import Library
internal import LibraryStore

/// An address that opens one file for a while, for whoever has it.
package struct SignedAddress: Sendable {
    /// Root-relative.
    package let path: String
    package let expiresAt: Timestamp

    /// How long, in seconds, an address may be asked to work.
    package static let lifetimes: ClosedRange<Int64> = 60...604_800
    /// An hour.
    package static let defaultLifetime: Int64 = 3600
}

extension MediaLibrary {
    /// An address of the asset's file that works for `lifetime` seconds, whatever its visibility and in Trash too (M42, M46).
    ///
    /// Throws ``AssetError`` `notFound`, `noFile` for a link, `invalidFields` for a lifetime out of bounds.
    package func signAddress(
        of id: AssetID, lifetime: Int64 = SignedAddress.defaultLifetime, asAttachment isAttachment: Bool = false,
        by caller: Caller
    ) async throws -> SignedAddress {
        try caller.require(.download)
        guard SignedAddress.lifetimes.contains(lifetime) else {
            let (least, most) = (SignedAddress.lifetimes.lowerBound, SignedAddress.lifetimes.upperBound)
            throw AssetError.invalidFields([
                FieldProblem(
                    field: "expiresIn", code: "out_of_range", detail: "expiresIn is a number of seconds from \(least) to \(most)."
                )
            ])
        }
        let organization = caller.organization.id
        do {
            let asset = try await database.read { try await $0.assets.find(id, in: organization) }
            guard let asset, asset.status != .deleting else { throw AssetError.notFound }
            guard let key = asset.storage?.key else { throw AssetError.noFile }
            return signedAddress(of: key, lifetime: lifetime, since: now, isAttachment)
        } catch {
            throw ServiceError.explaining(error)
        }
    }

    /// Where a browser of somebody who may see `asset` finds its file: the public path, or a signed one where that does not answer.
    /// Nil where there is no file.
    package func path(of asset: Asset) -> String? {
        guard let storage = asset.storage else { return nil }
        if asset.isPublic { return storage.publicURL }
        return asset.status == .deleting ? nil : signedPath(storage.key, expires: nextExpiry)
    }

    /// The same for a derived picture; nil while there is none.
    package func path(of asset: Asset, _ name: RenditionName) -> String? {
        guard asset.thumbnail.status == .ready, asset.status != .deleting, let organization = asset.organizationID else {
            return nil
        }
        let key = StorageKey.rendition(of: asset, in: organization, name)
        return asset.isPublic ? "/files/\(key)" : signedPath(key, expires: nextExpiry)
    }

    /// Whether `signature` opens `key` now; throws `addressExpired` for one that did.
    func opens(_ signature: AddressSignature, _ key: String) throws(AssetError) -> Bool {
        guard signature.isValid(for: key, secret.key(for: Self.purpose)) else { return false }
        if signature.expires <= now.seconds { throw .addressExpired }
        return true
    }

    /// An address of the file under `key` that works for `lifetime` seconds from `start` on; who may have it is settled.
    func signedAddress(of key: String, lifetime: Int64, since start: Timestamp, _ isAttachment: Bool = false) -> SignedAddress {
        let expires = start.seconds + lifetime
        return SignedAddress(
            path: signedPath(key, expires: expires, isAttachment), expiresAt: Timestamp(microseconds: expires * 1_000_000))
    }

    private static let purpose = "file-address"

    private func signedPath(_ key: String, expires: Int64, _ isAttachment: Bool = false) -> String {
        let signature = AddressSignature(
            of: key, expires: expires, isAttachment: isAttachment, by: secret.key(for: Self.purpose))
        return "/files/\(key)?\(signature.query)"
    }

    /// At least an hour from now, and the same for an hour: a browser keeps what it has fetched by an address.
    private var nextExpiry: Int64 { (now.seconds / 3600 + 2) * 3600 }
}

extension Asset {
    /// Whether its plain address answers everybody (M46).
    fileprivate var isPublic: Bool { visibility == .public && status.isInLibrary }
}
