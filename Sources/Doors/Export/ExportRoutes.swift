internal import Dashboard
internal import HTTPServer
internal import Library
internal import Operations

/// `/organization/assets/export` and its archive, and the same for browsers (M48).
enum ExportRoutes {
    static let all = [
        Route(.get, "/organization/assets/export", .api(.export) { try await manifest($0, $1) }),
        Route(.get, "/organization/assets/export/archive", .api(.export) { try await archive($0, $1) }),
        Route(.get, "/org/{slug}/export", .page(.export, show), errors: .page),
        Route(.get, "/org/{slug}/export/manifest", .page(.export) { try await manifest($0, $1.caller) }, errors: .page),
        Route(.get, "/org/{slug}/export/archive", .page(.export) { try await archive($0, $1.caller) }, errors: .page),
    ]

    @Sendable private static func show(_ exchange: Exchange, _ visit: PageVisit) async throws -> HTTPResponse {
        .page(ExportPage.html(try await LibraryView(exchange, visit).sidebar()), exchange)
    }

    private static func manifest(_ exchange: Exchange, _ caller: Caller) async throws -> HTTPResponse {
        try QueryFields(try exchange.query()).end()
        let export = try await exchange.library.exportLibrary(.manifest, by: caller)
        return exchange.download("\(caller.organization.slug)-export.json", "application/json") { baseURL, output in
            try await export.writeManifest(baseURL: baseURL, to: output)
        }
    }

    private static func archive(_ exchange: Exchange, _ caller: Caller) async throws -> HTTPResponse {
        try QueryFields(try exchange.query()).end()
        let export = try await exchange.library.exportLibrary(.archive, by: caller)
        return exchange.download("\(caller.organization.slug)-export.zip", "application/zip") { baseURL, output in
            try await export.writeArchive(baseURL: baseURL, to: output)
        }
    }
}

extension Exchange {
    /// A file that is made while it is sent. One that cannot be finished ends with the connection, not as if it were whole.
    fileprivate func download(
        _ name: String, _ type: String,
        _ make: @escaping @Sendable (String, @escaping @Sendable ([UInt8]) async throws -> Void) async throws -> Void
    ) -> HTTPResponse {
        let baseURL = baseURL
        return HTTPResponse(
            headers: [
                ("Content-Type", type), ("Content-Disposition", ContentDisposition.attachment(fileName: name)),
                ("Cache-Control", "private, no-store"), ("X-Content-Type-Options", "nosniff"),
            ],
            body: .stream(length: nil) { [self] writer in
                do {
                    try await make(baseURL) { try await writer.write($0) }
                } catch let error as HTTPError {
                    throw error
                } catch {
                    logUnexpected(error)
                    throw error
                }
            })
    }
}
