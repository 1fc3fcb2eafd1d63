internal import HTTPServer
internal import Library
internal import Operations

/// The upload form of `/admin/media`: `csrf` first, then `logical_path` and `file` (004).
final class AdminMediaForm {
    private let exchange: Exchange
    private let visit: PageVisit
    /// What was typed, as far as the form was read.
    private(set) var typedPath = ""

    init(_ exchange: Exchange, _ visit: PageVisit) {
        self.exchange = exchange
        self.visit = visit
    }

    /// Stores the file. A script may send the token by its header instead.
    func receive() async throws {
        let reader = try AssetUpload.multipart(exchange)
        var fields = UploadFields(names: ["logical_path": "logicalPath"], ignoring: ["csrf"])
        if exchange.request.headers["x-csrf-token"] != nil {
            try exchange.checkCSRFHeader(visit.signedIn)
        } else {
            guard let first = try await reader.nextPart(), first.name == "csrf" else { throw AccessError.crossSiteRequest }
            let token = try await AssetUpload.text("csrf", reader)
            try exchange.checkCSRF(token, expected: visit.signedIn.session.csrfToken)
        }
        defer { typedPath = fields["logicalPath"] ?? "" }
        _ = try await AssetUpload.receive(reader, &fields, exchange, by: visit.caller) { _ in }
    }
}
