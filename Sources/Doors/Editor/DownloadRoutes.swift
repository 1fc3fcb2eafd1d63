internal import HTTPServer
internal import Library
internal import Operations

/// `GET /media/{id}/download`: the file under the name it was uploaded by, for whoever has signed in and may download (M43).
enum DownloadRoutes {
    static let all = [
        Route(.get, "/media/{id}/download", .asset(.download, download), errors: .either, door: .editor)
    ]

    @Sendable private static func download(_ exchange: Exchange, _ caller: Caller) async throws -> HTTPResponse {
        let delivery = try await exchange.library.downloadAsset(try exchange.assetID(), by: caller)
        return try await FileRoutes.response(delivery, exchange.request).asPrivateAttachment(named: delivery.fileName)
    }
}

extension HTTPResponse {
    /// A delivered file for one person to save; no cache that others share may keep it.
    fileprivate func asPrivateAttachment(named fileName: String) -> HTTPResponse {
        var response = self
        response.headers = headers.compactMap { header in
            switch header.name {
            case "Cache-Control": ("Cache-Control", "private, no-cache")
            case "Content-Disposition": ("Content-Disposition", ContentDisposition.attachment(fileName: fileName))
            case "Access-Control-Allow-Origin", "Access-Control-Expose-Headers": nil
            case "Cross-Origin-Resource-Policy": ("Cross-Origin-Resource-Policy", "same-origin")
            default: header
            }
        }
        return response
    }
}
