internal import Cryptography
internal import HTTPServer
internal import Library
internal import Operations

/// Before there is a session, a form's token is held by a cookie of its own.
extension Exchange {
    fileprivate static let formCookie = "vitrine_login"

    /// The token for a form of this page; the answer keeps it with ``HTTPResponse/keepFormToken(_:_:)``.
    var formToken: String {
        Cookies(request.headers)[Self.formCookie].flatMap { $0.isEmpty ? nil : $0 } ?? RandomToken.make(bytes: 24)
    }

    /// Throws `crossSiteRequest` unless the form came from a page this browser was given.
    func checkFormToken(_ form: Form) throws(AccessError) {
        try checkCSRF(form["csrf"], expected: Cookies(request.headers)[Self.formCookie] ?? "")
    }
}

extension HTTPResponse {
    mutating func keepFormToken(_ token: String, _ exchange: Exchange) {
        setCookie(Exchange.formCookie, token, maximumAge: 3600, exchange)
    }

    /// Hands the browser its session; the form's token was for before.
    mutating func open(_ session: NewSession, _ exchange: Exchange) {
        setCookie(Exchange.sessionCookie, session.token, maximumAge: Int(session.lifetimeSeconds), exchange)
        setCookie(Exchange.formCookie, "", maximumAge: 0, exchange)
    }

    mutating func setCookie(_ name: String, _ value: String, maximumAge: Int, _ exchange: Exchange) {
        guard var cookie = SetCookie(name: name, value: value) else { return }
        cookie.maximumAge = maximumAge
        cookie.isSecure = exchange.isSecure
        headers.append(("Set-Cookie", cookie.headerValue))
    }
}

/// Only a path of this server: `//host` and `/\host` are other servers to a browser.
func localPath(_ path: String?) -> String? {
    guard let path, path.hasPrefix("/"), !path.hasPrefix("//"), !path.hasPrefix("/\\"),
        !path.unicodeScalars.contains(where: \.isControlOrBidirectional)
    else { return nil }
    return path
}
