/// Organizations, settings and storage, beside every page of an organization.
package struct SidebarModel: Sendable {
    package var context: PageContext
    package var organization: OrganizationModel
    /// Every organization the person belongs to, this one included.
    package var organizations: [OrganizationModel]
    package var storage: StorageModel
    /// Whether the way to the settings is shown.
    package var canAdminister: Bool
    /// Whether the settings are what is shown.
    package var isSettings: Bool
    /// Whether the way to Trash is shown.
    package var canDelete: Bool
    /// Whether Trash is what is shown.
    package var isTrash: Bool
    /// Whether documents are what is shown.
    package var isDocuments: Bool
    /// Whether content is what is shown.
    package var isContent = false
    /// Whether broken references are what is shown.
    package var isReferences = false
    /// Which of companies and people are what is shown.
    package var records: RecordKindModel?
    /// The folder tree, on the library's own page.
    var tree: FolderTree?

    package init(
        context: PageContext, organization: OrganizationModel, organizations: [OrganizationModel], storage: StorageModel,
        canAdminister: Bool, isSettings: Bool = false, canDelete: Bool = false, isTrash: Bool = false,
        isDocuments: Bool = false
    ) {
        self.context = context
        self.organization = organization
        self.organizations = organizations
        self.storage = storage
        self.canAdminister = canAdminister
        self.isSettings = isSettings
        self.canDelete = canDelete
        self.isTrash = isTrash
        self.isDocuments = isDocuments
    }

    init(
        context: PageContext, organization: OrganizationModel, organizations: [OrganizationModel], storage: StorageModel,
        canAdminister: Bool, canDelete: Bool, tree: FolderTree
    ) {
        self.init(
            context: context, organization: organization, organizations: organizations, storage: storage,
            canAdminister: canAdminister, canDelete: canDelete)
        self.tree = tree
    }
}
