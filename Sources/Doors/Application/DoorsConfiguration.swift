/// What the doors need to know of the outside.
package struct DoorsConfiguration: Sendable {
    /// Where the public reaches this server, without a trailing slash; nil answers with the address of each request.
    package var publicURL: String?
    /// Addresses of reverse proxies whose `X-Forwarded-For` and `X-Forwarded-Proto` are believed.
    package var trustedProxies: Set<String>

    package init(publicURL: String? = nil, trustedProxies: Set<String> = []) {
        self.publicURL = publicURL
        self.trustedProxies = trustedProxies
    }
}
