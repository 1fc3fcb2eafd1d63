internal import CCurl

extension HTTPClientError {
    /// What libcurl's code means to the caller; `text` is libcurl's own sentence, which names hosts and no credentials.
    init(_ code: CURLcode, hasBegun: Bool, text: String) {
        switch code {
        case CURLE_UNSUPPORTED_PROTOCOL where hasBegun, CURLE_WEIRD_SERVER_REPLY: self = .invalidAnswer(text)
        case CURLE_URL_MALFORMAT, CURLE_UNSUPPORTED_PROTOCOL, CURLE_LOGIN_DENIED: self = .invalidRequest(text)
        case CURLE_PEER_FAILED_VERIFICATION, CURLE_SSL_CACERT_BADFILE, CURLE_SSL_CERTPROBLEM, CURLE_SSL_ISSUER_ERROR:
            self = .untrusted(text)
        case _ where !hasBegun: self = .cannotConnect(text)
        case CURLE_OPERATION_TIMEDOUT: self = .timedOut
        default: self = .interrupted(text)
        }
    }
}
