/// What every page needs besides its own content.
package struct PageContext: Sendable {
    /// The language of every sentence.
    package var localization: Localization
    /// Where the static files are.
    package var staticFiles: StaticFiles
    /// Goes into every form and into the `X-CSRF-Token` of scripts.
    package var csrfToken: String
    /// Who is signed in; nil on the sign-in page.
    package var userEmail: String?
    /// Seconds since 1970, UTC: what "3 minutes ago" counts from.
    package var now: Int64

    package init(localization: Localization, staticFiles: StaticFiles, csrfToken: String, userEmail: String? = nil, now: Int64) {
        self.localization = localization
        self.staticFiles = staticFiles
        self.csrfToken = csrfToken
        self.userEmail = userEmail
        self.now = now
    }
}
