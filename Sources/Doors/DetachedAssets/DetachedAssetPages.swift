internal import Dashboard
internal import HTTPServer
internal import Library
internal import Operations

/// The page `/detached-assets` and its forms.
struct DetachedAssetPages: Sendable {
    private let exchange: Exchange
    private let signedIn: SignedIn

    init(_ exchange: Exchange, _ signedIn: SignedIn) {
        self.exchange = exchange
        self.signedIn = signedIn
    }

    private var caller: ServerCaller { ServerCaller(signedIn, door: .dashboard) }

    func list() async throws -> HTTPResponse {
        let query = try exchange.query()
        let parameters = try KeysetParameters(query, filters: ["notice"])
        var model = try await model(after: try parameters.position(DetachedAssetCursor.init(text:)), limit: parameters.limit)
        model.noticeCode = query["notice"]
        return .page(DetachedAssetsPage.html(model), exchange)
    }

    func delete() async throws -> HTTPResponse {
        try exchange.checkCSRF(try await Form.read(exchange)["csrf"], expected: signedIn.session.csrfToken)
        do {
            try await exchange.library.deleteDetachedAsset(try exchange.assetID(), by: caller)
            return .redirect(to: "/detached-assets?notice=deleted")
        } catch let error as AssetError {
            guard case .bytesNotRemoved = error else { throw error }
            var model = try await model(after: nil, limit: AssetQuery.defaultLimit)
            model.problem = error.sentence
            return .page(DetachedAssetsPage.html(model), status: Problem(error).status, exchange)
        }
    }

    private func model(after cursor: DetachedAssetCursor?, limit: Int) async throws -> DetachedAssetsPageModel {
        let page = try await exchange.library.detachedAssets(after: cursor, limit: limit, by: caller)
        return DetachedAssetsPageModel(
            context: exchange.pageContext(csrfToken: signedIn.session.csrfToken, user: signedIn.user),
            items: page.items.map { .init($0, exchange) }, total: page.total, next: page.next?.text)
    }
}

extension DetachedAssetsPageModel.Item {
    fileprivate init(_ detached: DetachedAsset, _ exchange: Exchange) {
        let (asset, former) = (detached.asset, detached.organization)
        let isDelivered = (asset.status == .active || asset.status == .archived) && asset.visibility == .public
        self.init(
            id: asset.id.description, name: asset.metadata.displayName, kind: AssetKindModel(asset.kind),
            byteSize: asset.byteSize, publicURL: isDelivered ? asset.publicAddress.map(exchange.absolute) : nil,
            organizationName: former.name, organizationSlug: former.slug, organizationDeletedAt: former.deletedAt.seconds,
            isDeleting: asset.status == .deleting, isTrashed: asset.status == .trashed, deletionError: asset.deletionError)
    }
}
