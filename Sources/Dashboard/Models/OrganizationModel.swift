internal import Markup

/// An organization as pages name it.
package struct OrganizationModel: Sendable {
    /// Its name in addresses.
    package var slug: String
    /// Its name for people.
    package var name: String

    /// The address of its logo; nil when it has none.
    package var logoURL: String?

    package init(slug: String, name: String, logoURL: String? = nil) {
        self.slug = slug
        self.name = name
        self.logoURL = logoURL
    }

    /// `/org/<slug>/media`.
    package var libraryPath: String { "/org/\(percentEncoded(slug))/media" }

    /// `/org/<slug>/documents`.
    package var documentsPath: String { "/org/\(percentEncoded(slug))/documents" }

    /// `/org/<slug>/content`.
    package var contentPath: String { "/org/\(percentEncoded(slug))/content" }

    /// `/org/<slug>/companies`, `/org/<slug>/people`.
    func recordsPath(_ plural: String) -> String { "/org/\(percentEncoded(slug))/\(plural)" }

    /// `/org/<slug>/uploads`.
    package var exportPath: String { "/org/\(percentEncoded(slug))/export" }
    package var uploadsPath: String { "/org/\(percentEncoded(slug))/uploads" }

    /// `/org/<slug>/references`.
    package var referencesPath: String { "/org/\(percentEncoded(slug))/references" }

    /// `/org/<slug>/trash`.
    package var trashPath: String { "/org/\(percentEncoded(slug))/trash" }

    /// `/admin/media`, of this organization whichever the browser was in last.
    package var adminMediaPath: String { "/admin/media?organization=\(percentEncoded(slug))" }

    /// `/org/<slug>/settings`.
    package var settingsPath: String { "/org/\(percentEncoded(slug))/settings" }
}
