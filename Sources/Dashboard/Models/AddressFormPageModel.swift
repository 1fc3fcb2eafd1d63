/// The page that adds something to the library by its address.
package struct AddressFormPageModel: Sendable {
    package enum Way: String, CaseIterable, Sendable {
        /// The server fetches the file and keeps it.
        case fetch
        /// The asset is a link.
        case link
    }

    package var scope: LibraryScopeModel
    /// The folder it lands in; nil for none.
    package var folder: FolderModel?
    /// Whether the organization's rules take links.
    package var acceptsLinks: Bool
    /// Whether every asset has to say what it is for (M8).
    package var needsMediaType: Bool
    // What was typed, when that was refused.
    package var address = ""
    package var way = Way.fetch
    package var title = ""
    package var tags = ""
    package var thumbnail = ""
    package var mediaType = ""
    /// What was wrong with which field; what names no field stands above the form.
    package var errors: [FieldErrorModel] = []

    package init(scope: LibraryScopeModel, folder: FolderModel? = nil, acceptsLinks: Bool, needsMediaType: Bool) {
        self.scope = scope
        self.folder = folder
        self.acceptsLinks = acceptsLinks
        self.needsMediaType = needsMediaType
    }
}
