/// A page that says what went wrong and where to go.
package struct ErrorPageModel: Sendable {
    package var context: PageContext
    /// The HTTP status; 400, 403, 404, 413, 429, 500 and 503 have their own words, others those of 500.
    package var status: Int
    /// Where the way back leads: the library, or `/`.
    package var homePath: String
    /// Names the request in the server's log.
    package var requestID: String?
    /// The rule that forbids it or the server's reason, in words.
    package var detail: String?

    package init(context: PageContext, status: Int, homePath: String = "/", requestID: String? = nil, detail: String? = nil) {
        self.context = context
        self.status = status
        self.homePath = homePath
        self.requestID = requestID
        self.detail = detail
    }
}
