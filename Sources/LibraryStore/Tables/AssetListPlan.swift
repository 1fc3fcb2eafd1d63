internal import Database
package import Library

/// How a listing is read: where reading begins, so that few rows are looked at in a library of any size (M33, M65).
///
/// There are two ways. Either the order asked for is walked along its index and each row is asked whether it matches, which is quick
/// where many match; or all rows that one filter lets through are fetched and sorted, which is quick where they are few.
package struct AssetListPlan: Sendable {
    /// A filter that an index or a table of its own answers, so that reading can begin with it.
    enum Source: Hashable, Sendable {
        case tag(TagID)
        case folder, path, checksum, mediaType, kind, use
        /// The trigrams of SQLite; PostgreSQL weighs its own against other indexes by itself.
        case trigrams
    }

    enum Start: Equatable, Sendable {
        /// Nothing matches: a tag nobody has.
        case nothing
        /// Along the index of the order; or along that of a filter whose rows lie in the order too.
        case order(along: Source?)
        /// With all rows of one filter.
        case matches(Source)
    }

    package let query: AssetQuery
    let organization: OrganizationID
    /// Of ``AssetQuery/tags``.
    let tags: [TagID]
    let start: Start
    /// The filter that lets the fewest rows through: where counting begins.
    let rarest: Source?
    /// Whether a search looks at the organization's own rows: it has few, or the text makes no trigram.
    let searchesRows: Bool
    /// How many match, where that is free to know.
    package let total: Int?
}

/// When a listing begins with the matches. Tests set extremes.
package struct AssetListLimits: Sendable {
    /// Up to so many matches are always fetched and sorted, and more than `most` never.
    package var fewest: Int
    package var most: Int
    /// In a library of no more assets than this a search looks at its rows, as trigrams are those of all organizations.
    package var smallLibrary: Int

    package init(fewest: Int = 500, most: Int = 5_000, smallLibrary: Int = 2_000) {
        self.fewest = fewest
        self.most = most
        self.smallLibrary = smallLibrary
    }

    /// Up to how many matches are fetched and sorted sooner than a page of `limit` is met on a walk through `assets`.
    ///
    /// On a walk each match is met after `assets / matches` rows, so both read as much where `matches² = limit × assets`.
    func fewMatches(among assets: Int, limit: Int) -> Int {
        min(max(Int(Double(limit * max(assets, 0)).squareRoot()), fewest), most)
    }
}
