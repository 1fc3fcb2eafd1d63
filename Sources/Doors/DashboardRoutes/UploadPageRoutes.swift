internal import Dashboard
internal import HTTPServer
internal import Library
internal import Operations

/// `/org/{slug}/uploads`: what is on its way by several requests, by forms that need no scripts (M20).
enum UploadPageRoutes {
    static let all = [
        Route(.get, "/org/{slug}/uploads", .page(.upload, show), errors: .page),
        Route(.post, "/org/{slug}/uploads/{id}/cancel", .page(.upload, cancel), errors: .page),
    ]

    @Sendable private static func show(_ exchange: Exchange, _ visit: PageVisit) async throws -> HTTPResponse {
        let query = try exchange.query()
        let page = try await exchange.library.listUploads(
            after: query["cursor"].flatMap { UploadID($0) }, limit: AssetQuery.defaultLimit, by: visit.caller)
        let model = UploadsPageModel(
            sidebar: try await LibraryView(exchange, visit).sidebar(), items: page.uploads.map(UploadsPageModel.Item.init),
            total: page.total, next: page.next?.description, isEverybodys: visit.caller.can(.administer),
            noticeCode: query["notice"])
        return .page(UploadsPage.html(model), exchange)
    }

    @Sendable private static func cancel(_ exchange: Exchange, _ visit: PageVisit) async throws -> HTTPResponse {
        _ = try await Form.read(exchange, visit)
        try await exchange.library.cancelUpload(try exchange.uploadID(), by: visit.caller)
        return .redirect(to: OrganizationModel(visit.caller.organization).uploadsPath + "?notice=uploadCancelled")
    }
}

extension UploadsPageModel.Item {
    fileprivate init(_ upload: Upload) {
        self.init(
            id: upload.id.description, name: upload.details.fileName, byteSize: upload.byteSize,
            receivedBytes: upload.method == .tus ? upload.receivedBytes : nil, createdAt: upload.createdAt.seconds,
            expiresAt: upload.expiresAt.seconds)
    }
}
