/// The page `/admin/media`: an organization's files by their logical paths.
package struct AdminMediaPageModel: Sendable {
    package var sidebar: SidebarModel
    package var files: [AdminMediaFileModel]
    /// What was searched for; empty when nothing was.
    package var search: String
    package var pagination: PaginationModel
    package var canUpload: Bool
    package var canEdit: Bool
    package var canDelete: Bool
    /// What deleting a file would do.
    package var deletion: DeletionModel
    /// The path an upload that was refused had.
    package var typedPath = ""
    /// Why the upload was refused, field by field.
    package var errors: [FieldErrorModel] = []
    /// Why something else did not work, in the server's words.
    package var problem: String?
    /// The `notice` parameter: looked up as `notice.<code>`, shown only when the locale has it.
    package var noticeCode: String?

    package init(
        sidebar: SidebarModel, files: [AdminMediaFileModel], search: String, pagination: PaginationModel, canUpload: Bool,
        canEdit: Bool, canDelete: Bool, deletion: DeletionModel
    ) {
        self.sidebar = sidebar
        self.files = files
        self.search = search
        self.pagination = pagination
        self.canUpload = canUpload
        self.canEdit = canEdit
        self.canDelete = canDelete
        self.deletion = deletion
    }

    var context: PageContext { sidebar.context }
    var organization: OrganizationModel { sidebar.organization }
}

/// A file in the list of `/admin/media`.
package struct AdminMediaFileModel: Sendable {
    package var id: String
    /// The logical path, or the name of a file that has none.
    package var path: String
    package var kind: AssetKindModel
    /// The type the bytes have; empty for a link.
    package var mediaType: String
    package var byteSize: Int64?
    package var thumbnailURL: String?
    /// Seconds since 1970, UTC.
    package var updatedAt: Int64
    /// Whether there is a file to download.
    package var hasFile: Bool
    /// How many places use it (M37).
    package var useCount = 0

    package init(
        id: String, path: String, kind: AssetKindModel, mediaType: String, byteSize: Int64?, thumbnailURL: String?,
        updatedAt: Int64, hasFile: Bool
    ) {
        self.id = id
        self.path = path
        self.kind = kind
        self.mediaType = mediaType
        self.byteSize = byteSize
        self.thumbnailURL = thumbnailURL
        self.updatedAt = updatedAt
        self.hasFile = hasFile
    }

    /// `/admin/media/<id>`, in forms that name their organization.
    package func address(in organization: OrganizationModel, _ rest: String = "") -> String {
        organization.adminMediaPath.replacing("/admin/media?", with: "/admin/media/\(id)\(rest)?")
    }
}

/// The page `/admin/media/{id}/edit`, which gives a file another path.
package struct AdminMediaEditPageModel: Sendable {
    package var sidebar: SidebarModel
    package var file: AdminMediaFileModel
    package var etag: String
    /// What is stored, or what was typed when that was refused.
    package var logicalPath: String
    package var errors: [FieldErrorModel]
    /// How many references name the file by its path; and whether they are to follow (M64).
    package var pathReferences = 0
    package var rewritesReferences = false

    package init(
        sidebar: SidebarModel, file: AdminMediaFileModel, etag: String, logicalPath: String, errors: [FieldErrorModel]
    ) {
        self.sidebar = sidebar
        self.file = file
        self.etag = etag
        self.logicalPath = logicalPath
        self.errors = errors
    }
}
