/// Why an asset is not deleted without more: where it is used, and what can be done instead (M38).
package struct AssetUses: Hashable, Sendable {
    /// How many places use it.
    package let count: Int
    /// The first of them, at most ``shownPlaces``.
    package let places: [PlacedUsage]
    package let remedy: Remedy

    /// What the organization's rules offer in place of deleting.
    package enum Remedy: String, Sendable {
        case force
        /// Archiving breaks nothing; deleting is for admins.
        case archive
        /// It is archived already.
        case forceByAdmins
    }

    package init(count: Int, places: [PlacedUsage], remedy: Remedy) {
        self.count = count
        self.places = places
        self.remedy = remedy
    }

    /// As many as a refusal lists.
    package static let shownPlaces = 10
    /// What clients match.
    package static let code = "asset_in_use"

    var sentence: String {
        let places = count == 1 ? "1 place" : "\(count) places"
        return switch remedy {
        case .force:
            "This asset is used in \(places), which deleting it would break. Take it out there first, or delete it with “force”."
        case .archive:
            "This asset is used in \(places). Archive it instead: it leaves the lists, and the places go on showing it. Admins may delete it with “force”."
        case .forceByAdmins:
            "This asset is archived and used in \(places), which deleting it would break. Admins may delete it with “force”."
        }
    }
}

extension Policy {
    /// What is offered where deleting an asset in `status` that is in use is refused.
    package func remedy(for status: AssetStatus) -> AssetUses.Remedy {
        guard forceIsForAdmins else { return .force }
        return status == .active ? .archive : .forceByAdmins
    }
}

/// Why a folder is not deleted with what lies in it: the assets below it that content uses (M38).
package struct UsedContents: Hashable, Sendable {
    /// How many assets below the folder are in use.
    package let count: Int
    /// The first of them, at most ``AssetUses/shownPlaces``.
    package let assets: [UsedAsset]

    /// An asset in use, by what people call it.
    package struct UsedAsset: Hashable, Sendable {
        package let id: AssetID
        package let name: String
        package let usageCount: Int

        package init(id: AssetID, name: String, usageCount: Int) {
            self.id = id
            self.name = name
            self.usageCount = usageCount
        }
    }

    package init(count: Int, assets: [UsedAsset]) {
        self.count = count
        self.assets = assets
    }

    var sentence: String {
        let assets = count == 1 ? "1 asset in it is" : "\(count) assets in it are"
        return "The folder was not deleted: \(assets) in use. Move them elsewhere first, or delete everything with “force”."
    }
}
