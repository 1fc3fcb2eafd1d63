internal import HTTPServer
internal import Library

/// Which organization a browser was in last: a cookie that holds its slug, and opens nothing by itself.
extension Exchange {
    private static let organizationCookie = "vitrine_organization"
    private static let rememberedSeconds = 180 * 86_400

    /// The one the browser was in last, where the person may still open it; else their first.
    func lastUsed(among organizations: [Organization]) -> Organization? {
        let slug = Cookies(request.headers)[Self.organizationCookie]
        return organizations.first { $0.slug == slug } ?? organizations.first
    }

    /// Adds the cookie to a page's answer, where it says something new.
    func remember(_ organization: Organization, in response: inout HTTPResponse) {
        if Cookies(request.headers)[Self.organizationCookie] == organization.slug { return }
        response.setCookie(Self.organizationCookie, organization.slug, maximumAge: Self.rememberedSeconds, self)
    }
}
