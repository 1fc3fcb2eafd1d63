internal import HTTPServer
internal import Operations

/// `/uploads/…`: the addresses files had before they were imported (M49).
enum UploadedFileRoutes {
    static let all = [
        Route(.get, "/uploads/{path...}", .anybody(file)),
        Route(.options, "/uploads/{path...}", .anybody(FileRoutes.preflight)),
    ]

    @Sendable private static func file(_ exchange: Exchange) async throws -> HTTPResponse {
        let path = exchange.parameters["path"] ?? ""
        do {
            return try await FileRoutes.response(try await exchange.library.deliverUpload(path), exchange.request)
        } catch ServiceError.fileMissing {
            let delivery = try await exchange.library.deliverUpload(path, anew: true)
            return try await FileRoutes.response(delivery, exchange.request)
        }
    }
}
