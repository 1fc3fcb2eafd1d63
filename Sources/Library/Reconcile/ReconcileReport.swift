/// What a comparison of content with its usages looked at and found (M51).
package struct ReconcileReport: Equatable, Sendable {
    /// Content items whose bodies were read again.
    package var items = 0
    package var drifts: [Drift] = []
    /// How many of them were repaired.
    package var repaired = 0
    /// Stored files whose bytes are not where they should be: of unknown size still, and no drift.
    package var unknownSizes = 0

    package init() {}

    package var remaining: Int { drifts.count - repaired }

    /// How many there are of each sort there is.
    package var counts: [(kind: Drift.Kind, count: Int)] {
        Drift.Kind.allCases.map { kind in (kind, drifts.count { $0.kind == kind }) }.filter { $0.count > 0 }
    }
}

/// One difference between what content says and what is noted of it.
package struct Drift: Hashable, Sendable {
    package enum Kind: String, CaseIterable, Sendable {
        /// The body names the asset, and no usage says so.
        case usageMissing = "usage_missing"
        /// A usage was found in the body once, and is there no more.
        case usageSuperfluous = "usage_superfluous"
        /// The usage names another slot than the body.
        case usageMisplaced = "usage_misplaced"
        /// The item of a usage that was found in content is gone.
        case usageWithoutItem = "usage_without_item"
        /// What the body names is not noted.
        case referenceMissing = "reference_missing"
        /// What is noted is not in the body.
        case referenceSuperfluous = "reference_superfluous"
        /// What is noted leads to another asset than it should, or nowhere.
        case referenceMisled = "reference_misled"
        /// An asset counts other usages than it has.
        case usageCount = "usage_count"
        /// A lesson's film or document has an asset here and does not name it (M39).
        case entryWithoutAsset = "entry_without_asset"
        /// The store has the bytes of an asset whose size nobody knew.
        case unknownSize = "unknown_size"
        /// A body that cannot be read; nothing repairs it.
        case unreadableBody = "unreadable_body"
    }

    package let kind: Kind
    /// The organization's slug.
    package let organization: String
    /// `lesson 42 videos[0]`; empty where it is about an asset alone.
    package let place: String
    package let asset: AssetID?
    /// What is there and what should be.
    package let detail: String

    package init(_ kind: Kind, in organization: String, at place: String = "", of asset: AssetID? = nil, _ detail: String = "") {
        self.kind = kind
        self.organization = organization
        self.place = place
        self.asset = asset
        self.detail = detail
    }

    /// One line for people.
    package var sentence: String {
        let parts = [organization + ":", kind.rawValue, place, asset.map { "asset \($0)" } ?? "", detail]
        return parts.filter { !$0.isEmpty }.joined(separator: " ")
    }
}
