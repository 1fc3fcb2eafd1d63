internal import Markup

/// An organization's logo, or the first letter of its name; its name stands beside it.
enum OrganizationMark {
    static func html(_ organization: OrganizationModel) -> HTML {
        if let logoURL = organization.logoURL {
            return #"<img class="logo" src="\#(url: logoURL)" alt="" width="20" height="20">"#
        }
        return #"<span class="monogram" aria-hidden="true">\#(organization.name.prefix(1).uppercased())</span>"#
    }
}
