internal import Cryptography
internal import HTTPServer
internal import Library
internal import Operations

/// CSRF: a token and the browser's own word on where the request comes from, on every change and whatever the content type (M4).
extension Exchange {
    /// For API requests by session: the token is in `X-CSRF-Token`.
    func checkCSRFHeader(_ signedIn: SignedIn) throws(AccessError) {
        if request.method.isSafe { return }
        try checkCSRF(request.headers["x-csrf-token"] ?? "", expected: signedIn.session.csrfToken)
    }

    /// For forms: the token is the field `csrf`.
    func checkCSRF(_ token: String, expected: String) throws(AccessError) {
        guard !expected.isEmpty, constantTimeEqual(token, expected), isSameOrigin else { throw .crossSiteRequest }
    }

    private var isSameOrigin: Bool {
        if let site = request.headers["sec-fetch-site"], site != "same-origin", site != "none" { return false }
        guard let origin = request.headers["origin"] else { return true }
        return isOwnOrigin(origin)
    }

    /// Whether pages of `origin` are this server's own.
    func isOwnOrigin(_ origin: String) -> Bool {
        guard let separator = origin.firstRange(of: "://") else { return false }
        if let publicURL = services.configuration.publicURL, publicURL.lowercased() == origin.lowercased() { return true }
        return origin[separator.upperBound...].lowercased() == request.headers["host"]?.lowercased()
    }
}
