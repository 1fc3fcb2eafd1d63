internal import Dashboard
internal import HTTPServer
internal import Library
internal import Operations

/// Fills the models of `/admin/media` from the operations.
struct AdminMediaView {
    private let exchange: Exchange
    private let visit: PageVisit

    init(_ exchange: Exchange, _ visit: PageVisit) {
        self.exchange = exchange
        self.visit = visit
    }

    /// One page, newest first; `q` searches, `page` counts from 1.
    func page() async throws -> AdminMediaPageModel {
        let (caller, parameters) = (visit.caller, try exchange.query())
        let search = parameters["q"] ?? ""
        let number = min(max(parameters["page"].flatMap { Int($0) } ?? 1, 1), 20_000)
        let query = AssetQuery(search: AssetListParameters.search(search), position: .page(number))
        let page = try await exchange.library.listAssets(query, by: caller)
        let view = LibraryView(exchange, visit)
        let path = OrganizationModel(caller.organization).adminMediaPath
        let address = { (number: Int) in
            (search.isEmpty ? path : path + "&q=" + PercentEncoding.encode(search, for: .query)) + "&page=\(number)"
        }
        return AdminMediaPageModel(
            sidebar: try await view.sidebar(), files: page.assets.map { AdminMediaFileModel($0, exchange) }, search: search,
            pagination: PaginationModel(
                previousURL: number > 1 ? address(number - 1) : nil, nextURL: page.next == nil ? nil : address(number + 1)),
            canUpload: caller.can(.upload), canEdit: caller.can(.edit), canDelete: caller.can(.delete),
            deletion: view.deletion(on: .active))
    }
}

extension AdminMediaFileModel {
    init(_ asset: Asset, _ exchange: Exchange) {
        self.init(
            id: asset.id.description, path: asset.logicalPath ?? asset.metadata.displayName, kind: AssetKindModel(asset.kind),
            mediaType: asset.mimeType ?? "", byteSize: asset.byteSize,
            thumbnailURL: exchange.library.path(of: asset, .card), updatedAt: asset.updatedAt.seconds,
            hasFile: asset.storage != nil)
        useCount = asset.usageCount
    }
}
