/// What the signed-in person may do here. It only decides what is shown; the server decides what is allowed.
package struct LibraryPermissions: Sendable {
    package var canUpload: Bool
    package var canEdit: Bool
    package var canDelete: Bool
    package var canAdminister: Bool

    /// Whether there is anything to do with several files at once.
    var canSelect: Bool { canEdit || canDelete }

    package init(canUpload: Bool, canEdit: Bool, canDelete: Bool, canAdminister: Bool = false) {
        self.canUpload = canUpload
        self.canEdit = canEdit
        self.canDelete = canDelete
        self.canAdminister = canAdminister
    }
}
