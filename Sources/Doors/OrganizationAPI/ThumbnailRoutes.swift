internal import HTTPServer
internal import JSON
internal import Library
internal import Operations

/// `/organization/assets/{id}/thumbnail`: the picture that stands for an asset (M12).
enum ThumbnailRoutes {
    static let all = [
        Route(.put, "/organization/assets/{id}/thumbnail", .api(.edit, set)),
        Route(.delete, "/organization/assets/{id}/thumbnail", .api(.edit, reset)),
    ]

    /// A form with one part `file`, or `{"atSeconds": …}`, which this version can give no film.
    @Sendable private static func set(_ exchange: Exchange, _ caller: Caller) async throws -> HTTPResponse {
        let id = try exchange.assetID()
        if exchange.request.headers["content-type"]?.lowercased().hasPrefix("application/json") == true {
            try checkMoment(try await exchange.jsonObject())
            _ = try await exchange.library.asset(id, by: caller)
            throw ThumbnailError.noMoments
        }
        let reader = try AssetUpload.multipart(exchange)
        guard let part = try await reader.nextPart(), part.name == "file", part.fileName != nil else {
            throw ThumbnailError.missingFile
        }
        let asset = try await exchange.library.setThumbnail(
            of: id, LastPart(reader: reader), ifMatch: exchange.ifMatch, by: caller)
        return answer(asset, exchange)
    }

    @Sendable private static func reset(_ exchange: Exchange, _ caller: Caller) async throws -> HTTPResponse {
        let asset = try await exchange.library.resetThumbnail(
            of: try exchange.assetID(), ifMatch: exchange.ifMatch, by: caller)
        return answer(asset, exchange)
    }

    private static func checkMoment(_ object: [String: JSONValue]) throws(AccessError) {
        var fields = JSONFields(object)
        let moment = fields.number("atSeconds")
        if let moment, moment < 0 { fields.refuse("atSeconds", "out_of_range", "atSeconds is 0 or more.") }
        try fields.end()
    }

    private static func answer(_ asset: Asset, _ exchange: Exchange) -> HTTPResponse {
        var response = HTTPResponse.json(AssetBody(asset, exchange))
        response.headers.append(("ETag", asset.entityTag))
        return response
    }
}
