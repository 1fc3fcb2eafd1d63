/// What is known of a file from before it was imported; kept with the asset in the transaction that makes it, so that no import makes
/// it twice (M48, M49).
package struct Provenance: Sendable {
    /// The paths below `/uploads/` that are to lead to it.
    package var uploadPaths: [String]
    /// The asset it was where it was exported; nil for a mere file.
    package var former: FormerAsset?

    /// Longer paths fit in no index.
    package static let maximumPathBytes = 1_024

    package init(uploadPaths: [String] = [], former: FormerAsset? = nil) {
        self.uploadPaths = uploadPaths
        self.former = former
    }
}

/// An asset as an export has it, beside what editors write about it.
package struct FormerAsset: Sendable {
    package let id: AssetID
    /// The id it has from now on.
    package let newID: AssetID
    package let displayName: String
    package let status: AssetStatus
    package let createdAt: Timestamp
    package let updatedAt: Timestamp
    package let deletedAt: Timestamp?
    /// SHA-256 its file must have; nil for a link.
    package let checksum: [UInt8]?

    package init(
        id: AssetID, newID: AssetID, displayName: String, status: AssetStatus, createdAt: Timestamp, updatedAt: Timestamp,
        deletedAt: Timestamp?, checksum: [UInt8]?
    ) {
        self.id = id
        self.newID = newID
        self.displayName = displayName
        self.status = status
        self.createdAt = createdAt
        self.updatedAt = updatedAt
        self.deletedAt = deletedAt
        self.checksum = checksum
    }
}

extension Asset {
    /// Gives a new asset the name, and the place in its life, that it had where it was exported.
    package mutating func take(_ former: FormerAsset) {
        metadata.displayName = former.displayName
        status = former.status
        deletedAt = status.isInLibrary ? nil : former.deletedAt ?? former.updatedAt
        updatedAt = former.updatedAt
    }
}
