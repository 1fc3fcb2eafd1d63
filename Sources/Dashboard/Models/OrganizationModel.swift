internal import Markup

/// An organization as pages name it.
package struct OrganizationModel: Sendable {
    /// Its name in addresses.
    package var slug: String
    /// Its name for people.
    package var name: String

    package init(slug: String, name: String) {
        self.slug = slug
        self.name = name
    }

    /// `/org/<slug>/media`.
    package var libraryPath: String { "/org/\(percentEncoded(slug))/media" }
}
