/// The page that asks before an asset is deleted.
package struct DeletePageModel: Sendable {
    package var context: PageContext
    package var organization: OrganizationModel
    /// The view to return to.
    package var query: LibraryQuery
    package var card: AssetCardModel
    package var deletion: DeletionModel
    /// Why an attempt was refused, in the server's words.
    package var problem: String?

    package init(
        context: PageContext, organization: OrganizationModel, query: LibraryQuery = LibraryQuery(), card: AssetCardModel,
        deletion: DeletionModel = .trash(days: nil), problem: String? = nil
    ) {
        self.context = context
        self.organization = organization
        self.query = query
        self.card = card
        self.deletion = deletion
        self.problem = problem
    }
}
