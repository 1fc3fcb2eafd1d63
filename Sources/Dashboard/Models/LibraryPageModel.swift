/// What every piece of the library page needs: where it is, who looks, and at which view.
package struct LibraryScopeModel: Sendable {
    package var context: PageContext
    package var organization: OrganizationModel
    package var permissions: LibraryPermissions
    package var query: LibraryQuery

    package init(context: PageContext, organization: OrganizationModel, permissions: LibraryPermissions, query: LibraryQuery) {
        self.context = context
        self.organization = organization
        self.permissions = permissions
        self.query = query
    }
}

/// The page `/org/{slug}/media`.
package struct LibraryPageModel: Sendable {
    package var scope: LibraryScopeModel
    /// Every organization the person belongs to, this one included.
    package var organizations: [OrganizationModel]
    package var storage: StorageModel
    package var results: ResultsModel
    /// The asset whose details are open.
    package var selected: AssetDetailModel?
    /// The `notice` parameter: looked up as `notice.<code>`, shown only when the locale has it.
    package var noticeCode: String?
    /// How many things the notice is about.
    package var noticeCount: Int?
    /// What the notice can take back: an asset that was archived or deleted.
    package var undoID: String?
    /// The top of the folder tree, open down to where one is.
    package var folders: FolderLevelModel
    /// What came of changing several assets, when some were not changed.
    package var bulk: BulkResultModel?
    /// The import of the files there were before, while it runs and for a while after.
    package var firstImport: FirstImportModel?
    /// Why nothing was done, in words.
    package var problem: String?
    /// Whether every upload has to say what it is for (M8).
    package var needsMediaType = false
    /// What a form upload refused, file by file.
    package var uploadRefusals: [UploadRefusalModel]
    /// How many files a form upload took, when `uploadRefusals` is not empty.
    package var uploadedCount: Int

    package init(
        scope: LibraryScopeModel, organizations: [OrganizationModel], storage: StorageModel, results: ResultsModel,
        selected: AssetDetailModel? = nil, noticeCode: String? = nil, undoID: String? = nil,
        uploadRefusals: [UploadRefusalModel] = [],
        uploadedCount: Int = 0, folders: FolderLevelModel = FolderLevelModel(), bulk: BulkResultModel? = nil
    ) {
        self.scope = scope
        self.organizations = organizations
        self.storage = storage
        self.results = results
        self.selected = selected
        self.noticeCode = noticeCode
        self.undoID = undoID
        self.uploadRefusals = uploadRefusals
        self.uploadedCount = uploadedCount
        self.folders = folders
        self.bulk = bulk
    }
}

extension LibraryPageModel {
    var sidebar: SidebarModel {
        SidebarModel(
            context: scope.context, organization: scope.organization, organizations: organizations, storage: storage,
            canAdminister: scope.permissions.canAdminister, canDelete: scope.permissions.canDelete,
            tree: FolderTree(scope: scope, top: folders))
    }
}

/// One page of assets.
package struct ResultsModel: Sendable {
    package var cards: [AssetCardModel]
    /// How many match in all; nil when there are more than was worth counting.
    package var total: Int?
    package var pagination: PaginationModel
    /// The open folder, after those it lies in; empty elsewhere.
    package var path: [FolderModel]
    /// The folders right in the open one.
    package var subfolders: FolderLevelModel

    package init(
        cards: [AssetCardModel], total: Int?, pagination: PaginationModel, path: [FolderModel] = [],
        subfolders: FolderLevelModel = FolderLevelModel()
    ) {
        self.cards = cards
        self.total = total
        self.pagination = pagination
        self.path = path
        self.subfolders = subfolders
    }
}

/// A file that a form upload refused.
package struct UploadRefusalModel: Sendable {
    package var fileName: String
    /// The server's reason, in words.
    package var reason: String

    package init(fileName: String, reason: String) {
        self.fileName = fileName
        self.reason = reason
    }
}
