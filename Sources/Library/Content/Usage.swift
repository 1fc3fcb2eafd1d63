/// One use of one asset in one slot of one content item (M35).
package struct Usage: Hashable, Sendable {
    package let id: UsageID
    package let organizationID: OrganizationID
    package let assetID: AssetID
    package let target: UsageTarget
    /// Which slot of the target: `lesson_video`, `company_media`.
    package let slotType: String
    /// The way to the slot in a nested body: `questions[2].prompt.media`.
    package let slotKey: String?
    package let position: Int?
    package let origin: UsageOrigin
    package let createdBy: UserID?
    package let createdAt: Timestamp

    package init(
        id: UsageID, organizationID: OrganizationID, assetID: AssetID, target: UsageTarget, slotType: String,
        slotKey: String? = nil, position: Int? = nil, origin: UsageOrigin, createdBy: UserID?, createdAt: Timestamp
    ) {
        self.id = id
        self.organizationID = organizationID
        self.assetID = assetID
        self.target = target
        self.slotType = slotType
        self.slotKey = slotKey
        self.position = position
        self.origin = origin
        self.createdBy = createdBy
        self.createdAt = createdAt
    }
}

/// The content item a usage is in, by the names its own system gives it; this library need not know the item.
package struct UsageTarget: Hashable, Sendable {
    package let type: ContentType
    package let externalID: String

    package init(type: ContentType, externalID: String) {
        self.type = type
        self.externalID = externalID
    }
}

/// Where a usage is known from.
package enum UsageOrigin: String, CaseIterable, Sendable {
    /// Somebody attached the asset.
    case declared
    /// It was found in the item's body.
    case extracted
}

package typealias UsageID = ID<Usage>
