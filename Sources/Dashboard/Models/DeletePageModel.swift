/// The page that asks before an asset is deleted for good.
package struct DeletePageModel: Sendable {
    package var context: PageContext
    package var organization: OrganizationModel
    /// The view to return to.
    package var query: LibraryQuery
    package var card: AssetCardModel
    /// Why an attempt was refused, in the server's words.
    package var problem: String?

    package init(
        context: PageContext, organization: OrganizationModel, query: LibraryQuery = LibraryQuery(), card: AssetCardModel,
        problem: String? = nil
    ) {
        self.context = context
        self.organization = organization
        self.query = query
        self.card = card
        self.problem = problem
    }
}
