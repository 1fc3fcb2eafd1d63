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
    /// The places that use it; empty for none.
    package var uses: UsageListModel
    /// What is offered where the rules keep it, being in use; nil where deleting simply happens.
    package var keeping: KeepingModel?
    /// Where the form goes to, and what it says besides.
    package var action: String
    package var fields: [(name: String, value: String)] = []
    /// Where Cancel leads.
    package var back: String

    package init(
        context: PageContext, organization: OrganizationModel, query: LibraryQuery = LibraryQuery(), card: AssetCardModel,
        deletion: DeletionModel = .trash(days: nil), problem: String? = nil, uses: UsageListModel = UsageListModel(),
        keeping: KeepingModel? = nil
    ) {
        self.context = context
        self.organization = organization
        self.query = query
        self.card = card
        self.deletion = deletion
        self.problem = problem
        self.uses = uses
        self.keeping = keeping
        action = query.formAddress(card.id, in: organization, action: "/delete")
        back = query.address(in: organization, asset: card.id)
    }
}

/// Why an asset in use is kept, and the ways on (M38).
package struct KeepingModel: Sendable {
    /// What “Delete anyway” does; nil for who may not.
    package var forced: DeletionModel?
    /// Whether archiving is offered in its place.
    package var canArchive: Bool
    /// Whether the rules leave deleting to admins.
    package var isForAdmins: Bool

    package init(forced: DeletionModel?, canArchive: Bool, isForAdmins: Bool) {
        self.forced = forced
        self.canArchive = canArchive
        self.isForAdmins = isForAdmins
    }
}
