internal import HTTPServer
internal import Library
internal import Operations

/// `/organization/assets/{id}/signed-url`: an address that opens a private or trashed file for a while.
enum SignedAddressRoutes {
    static let all = [Route(.post, "/organization/assets/{id}/signed-url", .api(.download, sign))]

    /// Raw values are the field's.
    private enum Disposition: String, CaseIterable { case inline, attachment }

    private struct Body: Encodable {
        let url: String
        let expiresAt: String
    }

    @Sendable private static func sign(_ exchange: Exchange, _ caller: Caller) async throws -> HTTPResponse {
        let id = try exchange.assetID()
        var fields = JSONFields(try await exchange.jsonObject())
        let lifetime = fields.optionalInteger("expiresIn").map(Int64.init) ?? SignedAddress.defaultLifetime
        let disposition = fields.choice("disposition", of: Disposition.self)
        try fields.end()
        let address = try await exchange.library.signAddress(
            of: id, lifetime: lifetime, asAttachment: disposition == .attachment, by: caller)
        return .json(Body(url: exchange.baseURL + address.path, expiresAt: address.expiresAt.description))
    }
}
