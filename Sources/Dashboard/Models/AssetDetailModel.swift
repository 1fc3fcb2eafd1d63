/// One asset with everything the detail panel shows.
package struct AssetDetailModel: Sendable {
    package var card: AssetCardModel
    /// What is shown large: the original where browsers show its type, else the thumbnail; nil for an icon.
    package var previewURL: String?
    /// The first places that use it.
    package var uses = UsageListModel()
    /// How many references name it by a path it had before, and the first of them (M64).
    package var brokenByRename = 0
    package var brokenPlaces: [UnchangedPlaceModel] = []
    /// Why there is no thumbnail, in the server's words.
    package var thumbnailError: String?
    /// SHA-256 in hexadecimal.
    package var checksum: String?
    /// Who uploaded it; nil when that account is gone.
    package var uploadedBy: String?
    /// Seconds since 1970, UTC.
    package var updatedAt: Int64
    package var isArchived: Bool
    /// What deleting it does here.
    package var deletion: DeletionModel
    package var form: MetadataFormModel
    /// The folder it lies in, after those that one lies in; empty for none.
    package var folderPath: [FolderModel]
    /// Its address inside the library, such as `2026/spec.pdf`.
    package var logicalPath: String?
    /// Whether somebody chose the picture that stands for it.
    package var hasOwnThumbnail: Bool
    /// Where who may see it opens it, when its public address answers nobody; nil for a public one.
    package var privateURL: String?
    /// Where the file was fetched from.
    package var fetchedFrom: String?
    /// Why the picture that was to stand for it does not.
    package var thumbnailChoiceError: FieldErrorModel?
    /// Why the file that was to take this one's place did not.
    package var replaceError: FieldErrorModel?

    package init(
        card: AssetCardModel, previewURL: String? = nil, thumbnailError: String? = nil, checksum: String? = nil,
        uploadedBy: String? = nil, updatedAt: Int64, isArchived: Bool = false, deletion: DeletionModel = .trash(days: nil),
        form: MetadataFormModel, folderPath: [FolderModel] = [], logicalPath: String? = nil, hasOwnThumbnail: Bool = false,
        privateURL: String? = nil, fetchedFrom: String? = nil
    ) {
        self.card = card
        self.previewURL = previewURL
        self.thumbnailError = thumbnailError
        self.checksum = checksum
        self.uploadedBy = uploadedBy
        self.updatedAt = updatedAt
        self.isArchived = isArchived
        self.deletion = deletion
        self.form = form
        self.folderPath = folderPath
        self.logicalPath = logicalPath
        self.hasOwnThumbnail = hasOwnThumbnail
        self.privateURL = privateURL
        self.fetchedFrom = fetchedFrom
    }
}
