internal import Markup

/// The pictures of the sprite `icons.svg`.
enum Icon: String, CaseIterable {
    case vitrine, menu, search, upload, close, copy, open, trash, check, warning, chevron, previous, next, help, signOut, settings
    case restore, shelf, folder, folderOpen, folderNew, rename, move, tag, link
    case company, person
    case image, video, audio, pdf, document, archive, other
}

extension Icon {
    init(_ kind: AssetKindModel) {
        self = Icon(rawValue: kind.rawValue) ?? .other
    }

    /// Decoration: the words beside it, or the control's label, say what it means.
    func html(_ files: StaticFiles) -> HTML {
        #"<svg class="icon" aria-hidden="true" focusable="false"><use href="\#(url: files.address(of: "icons.svg"))#\#(rawValue)"></use></svg>"#
    }
}
