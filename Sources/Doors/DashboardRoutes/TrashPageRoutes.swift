internal import Dashboard
internal import HTTPServer
internal import Library
internal import Operations

/// `/org/{slug}/trash`: what was deleted, by forms that need no scripts (M46).
enum TrashPageRoutes {
    static let all = [
        Route(.get, "/org/{slug}/trash", .page(.delete, show), errors: .page),
        Route(.post, "/org/{slug}/trash/{id}/restore", .page(.delete, restore), errors: .page),
        Route(.post, "/org/{slug}/trash/{id}/purge", .page(.purge, purge), errors: .page),
        Route(.post, "/org/{slug}/trash/empty", .page(.purge, empty), errors: .page),
    ]

    @Sendable private static func show(_ exchange: Exchange, _ visit: PageVisit) async throws -> HTTPResponse {
        let query = try exchange.query()
        var model = try await model(exchange, visit, page: query["page"].flatMap { Int($0) } ?? 1)
        model.noticeCode = query["notice"]
        return .page(TrashPage.html(model), exchange)
    }

    @Sendable private static func restore(_ exchange: Exchange, _ visit: PageVisit) async throws -> HTTPResponse {
        try await change(exchange, visit, notice: "restored") { id in
            _ = try await exchange.library.restoreAsset(id, by: visit.caller)
        }
    }

    @Sendable private static func purge(_ exchange: Exchange, _ visit: PageVisit) async throws -> HTTPResponse {
        try await change(exchange, visit, notice: "deleted") { id in
            try await exchange.library.purgeAsset(id, by: visit.caller)
        }
    }

    @Sendable private static func empty(_ exchange: Exchange, _ visit: PageVisit) async throws -> HTTPResponse {
        try exchange.checkCSRF(try await Form.read(exchange)["csrf"], expected: visit.signedIn.session.csrfToken)
        try await exchange.library.emptyTrash(by: visit.caller)
        return .redirect(to: OrganizationModel(visit.caller.organization).trashPath + "?notice=trashEmptied")
    }

    /// What cannot be done is told on the page as it is now: another person may have been faster.
    private static func change(
        _ exchange: Exchange, _ visit: PageVisit, notice: String, _ work: @Sendable (AssetID) async throws -> Void
    ) async throws -> HTTPResponse {
        try exchange.checkCSRF(try await Form.read(exchange)["csrf"], expected: visit.signedIn.session.csrfToken)
        do {
            try await work(try exchange.assetID())
            return .redirect(to: OrganizationModel(visit.caller.organization).trashPath + "?notice=\(notice)")
        } catch let error as AssetError {
            exchange.logUnexpected(error)
            var model = try await model(exchange, visit, page: 1)
            model.problem = error.sentence
            return .page(TrashPage.html(model), status: Problem(error).status, exchange)
        }
    }

    private static func model(_ exchange: Exchange, _ visit: PageVisit, page number: Int) async throws -> TrashPageModel {
        let (caller, organization) = (visit.caller, OrganizationModel(visit.caller.organization))
        let number = min(max(number, 1), 20_000)
        let query = AssetQuery(
            shelf: .trashed, sort: AssetSort(field: .updatedAt, descending: true), position: .page(number))
        let page = try await exchange.library.listAssets(query, by: caller)
        let storage = try await exchange.library.storageSummary(by: caller)
        let policy = caller.organization.policy
        return TrashPageModel(
            sidebar: try await LibraryView(exchange, visit).sidebar(isTrash: true),
            items: page.assets.map { TrashPageModel.Item($0, policy) }, total: page.total, totalBytes: storage.trashedBytes,
            keptDays: policy.allowsPurging ? policy.trashDays : nil, canPurge: caller.can(.purge),
            pagination: PaginationModel(
                previousURL: number > 1 ? "\(organization.trashPath)?page=\(number - 1)" : nil,
                nextURL: page.next == nil ? nil : "\(organization.trashPath)?page=\(number + 1)"))
    }
}

extension TrashPageModel.Item {
    fileprivate init(_ asset: Asset, _ policy: Policy) {
        let state: TrashPageModel.State =
            if asset.status == .trashed { .restorable } else if let reason = asset.deletionError { .stuck(reason: reason) } else {
                .leaving
            }
        self.init(
            id: asset.id.description, name: asset.metadata.displayName, kind: AssetKindModel(asset.kind),
            mediaType: asset.mimeType ?? "", byteSize: asset.byteSize,
            deletedAt: (asset.deletedAt ?? asset.updatedAt).seconds, purgedAt: policy.purgeTime(of: asset)?.seconds,
            state: state)
    }
}
