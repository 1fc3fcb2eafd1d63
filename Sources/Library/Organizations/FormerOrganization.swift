/// What is left to say of an organization that was deleted, while assets of it are there (M5).
package struct FormerOrganization: Sendable {
    package let id: OrganizationID
    /// Somebody else's by now, perhaps: it only says what the organization was called.
    package let slug: String
    package let name: String
    /// Nil for the command line, and for a user who was deleted.
    package let deletedBy: UserID?
    package let deletedAt: Timestamp

    package init(id: OrganizationID, slug: String, name: String, deletedBy: UserID?, deletedAt: Timestamp) {
        self.id = id
        self.slug = slug
        self.name = name
        self.deletedBy = deletedBy
        self.deletedAt = deletedAt
    }
}

/// An asset whose organization was deleted: its public address answers, and superadmins alone see it (M5).
package struct DetachedAsset: Sendable {
    package let asset: Asset
    package let organization: FormerOrganization

    package init(asset: Asset, organization: FormerOrganization) {
        self.asset = asset
        self.organization = organization
    }
}

/// A page of the detached assets, newest first.
package struct DetachedAssetPage: Sendable {
    package let items: [DetachedAsset]
    /// Where the next page begins; nil on the last.
    package let next: DetachedAssetCursor?
    /// How many there are; nil beyond ``AssetQuery/exactTotalLimit``.
    package let total: Int?

    package init(items: [DetachedAsset], next: DetachedAssetCursor?, total: Int?) {
        self.items = items
        self.next = next
        self.total = total
    }
}

/// A place in the list of detached assets: after the asset made at that moment, with that id.
package struct DetachedAssetCursor: Sendable {
    package let createdAt: Timestamp
    package let id: AssetID

    package init(createdAt: Timestamp, id: AssetID) {
        self.createdAt = createdAt
        self.id = id
    }
}
