internal import Cryptography
internal import Dashboard
internal import Library
internal import Operations

/// Fills the library page's models from the operations.
struct LibraryView: Sendable {
    let exchange: Exchange
    let visit: PageVisit

    init(_ exchange: Exchange, _ visit: PageVisit) {
        self.exchange = exchange
        self.visit = visit
    }

    private var caller: Caller { visit.caller }

    func scope(_ query: LibraryQuery) -> LibraryScopeModel {
        LibraryScopeModel(
            context: exchange.pageContext(visit), organization: OrganizationModel(caller.organization),
            permissions: LibraryPermissions(
                canUpload: caller.can(.upload), canEdit: caller.can(.edit), canDelete: caller.can(.delete),
                canAdminister: caller.can(.administer)),
            query: query)
    }

    func page(_ query: LibraryQuery, hasTree: Bool = true) async throws -> LibraryPageModel {
        let path = try await path(to: query.folder)
        let subfolders = query.folder == nil ? FolderLevelModel() : try await level(query.folder?.folderID)
        let page = try await exchange.library.listAssets(AssetQuery(query), by: caller)
        let sidebar = try await sidebar()
        let scope = scope(query)
        let pageCount = page.total.map { max(1, ($0 + AssetQuery.defaultLimit - 1) / AssetQuery.defaultLimit) }
        var model = LibraryPageModel(
            scope: scope, organizations: sidebar.organizations, storage: sidebar.storage,
            results: ResultsModel(
                cards: page.assets.map(card), total: page.total,
                pagination: .numbered(query, in: scope.organization, pageCount: pageCount, hasNext: page.next != nil),
                path: path, subfolders: subfolders),
            folders: hasTree ? try await tree(openTo: path) : FolderLevelModel())
        model.needsMediaType = caller.organization.policy.requiresMediaType
        if hasTree { model.firstImport = try await exchange.library.firstVisitImport(by: caller).map(FirstImportModel.init) }
        return model
    }

    func sidebar(isSettings: Bool = false, isTrash: Bool = false, isDocuments: Bool = false) async throws -> SidebarModel {
        let storage = try await exchange.library.storageSummary(by: caller)
        let organizations = try await exchange.library.organizations(of: visit.signedIn.user)
        var sidebar = SidebarModel(
            context: exchange.pageContext(visit), organization: OrganizationModel(caller.organization),
            organizations: organizations.map(OrganizationModel.init),
            storage: StorageModel(
                usedBytes: storage.internalBytes, limitBytes: storage.limitBytes, maxFileBytes: storage.maxFileBytes,
                trashedCount: storage.trashedCount,
                kinds: storage.bytesByKind.filter { $0.value > 0 }.map { (AssetKindModel($0.key), $0.value) }
                    .sorted { ($1.bytes, $0.kind.rawValue) < ($0.bytes, $1.kind.rawValue) },
                archivedBytes: storage.archivedBytes, trashedBytes: storage.trashedBytes, reservedBytes: storage.reservedBytes,
                uploadsPath: caller.can(.upload) ? OrganizationModel(caller.organization).uploadsPath : nil,
                linkCount: storage.externalAssetCount),
            canAdminister: caller.can(.administer), isSettings: isSettings, canDelete: caller.can(.delete), isTrash: isTrash,
            isDocuments: isDocuments)
        if caller.can(.export) { sidebar.storage.exportPath = sidebar.organization.exportPath }
        return sidebar
    }

    func card(_ asset: Asset) -> AssetCardModel {
        AssetCardModel(
            id: asset.id.description, name: asset.nameForPeople, kind: AssetKindModel(asset.kind),
            mediaType: asset.mimeType ?? "", byteSize: asset.byteSize, width: asset.picture.width, height: asset.picture.height,
            durationSeconds: asset.picture.durationSeconds, thumbnailURL: exchange.library.path(of: asset, .thumbnail),
            thumbnailStatus: ThumbnailStatusModel(asset.thumbnail.status), placeholder: asset.picture.placeholder,
            publicURL: asset.publicAddress.map(exchange.absolute) ?? "", createdAt: asset.createdAt.seconds,
            tags: asset.tags, link: LinkModel(asset), useCount: asset.usageCount)
    }

    /// What deleting it would do here.
    func deletion(of asset: Asset) -> DeletionModel { deletion(of: asset.status) }

    /// What deleting assets of a shelf would do here.
    func deletion(on shelf: LibraryShelf) -> DeletionModel { deletion(of: shelf == .archived ? .archived : .active) }

    private func deletion(of status: AssetStatus) -> DeletionModel {
        deletion(by: caller.organization.policy.deletion(of: status, isForced: false))
    }

    /// What deleting it would do here, and what is offered instead where the rules keep it, being in use (M38).
    func deletionOrKeeping(of asset: Asset) -> (DeletionModel, KeepingModel?) {
        let policy = caller.organization.policy
        if let means = policy.deletion(of: asset.status, isForced: false, isInUse: asset.usageCount > 0) {
            return (deletion(by: means), nil)
        }
        let forced = policy.deletion(of: asset.status, isForced: true)
        return (
            deletion(by: forced),
            KeepingModel(
                forced: canForceDeletion ? deletion(by: forced) : nil,
                canArchive: policy.remedy(for: asset.status) == .archive && caller.can(.edit),
                isForAdmins: policy.forceIsForAdmins)
        )
    }

    /// Whether this person may delete what the rules keep.
    var canForceDeletion: Bool { (try? caller.requireForce()) != nil }

    /// A deletion of this sort here.
    func deletion(by means: Policy.DeletedMeans) -> DeletionModel {
        let policy = caller.organization.policy
        return switch means {
        case .trash: .trash(days: policy.allowsPurging ? policy.trashDays : nil)
        case .archive: .archive
        case .purge: .purge
        }
    }

    func detail(_ id: AssetID) async throws -> AssetDetailModel {
        let asset = try await exchange.library.asset(id, by: caller)
        var detail = AssetDetailModel(
            card: card(asset), previewURL: Preview.address(of: asset, exchange.library), thumbnailError: asset.thumbnail.error,
            checksum: asset.checksum.map { Hex.encode($0) }, uploadedBy: try await exchange.library.uploaderEmail(of: asset),
            updatedAt: asset.updatedAt.seconds, isArchived: asset.status == .archived, deletion: deletion(of: asset),
            form: MetadataFormModel(asset), folderPath: try await path(to: asset.folderID), logicalPath: asset.logicalPath,
            hasOwnThumbnail: asset.hasOwnThumbnail,
            privateURL: asset.visibility == .private ? exchange.library.path(of: asset) : nil,
            fetchedFrom: asset.provider.isExternal ? nil : asset.sourceURL)
        detail.uses = try await uses(of: asset)
        try await addPaths(of: asset, to: &detail)
        return detail
    }
}

/// What the detail panel shows large.
enum Preview {
    /// Types every browser shows; pictures of others are shown by their thumbnail.
    private static let browserTypes: Set<String> = [
        "image/jpeg", "image/png", "image/gif", "image/webp", "image/avif", "image/svg+xml", "video/mp4", "video/webm",
        "audio/mpeg",
        "audio/mp4", "audio/ogg", "audio/wav",
    ]

    static func address(of asset: Asset, _ library: MediaLibrary) -> String? {
        guard let mimeType = asset.mimeType, browserTypes.contains(mimeType) else { return library.path(of: asset, .thumbnail) }
        return library.path(of: asset)
    }
}

extension OrganizationModel {
    init(_ organization: Organization) {
        self.init(slug: organization.slug, name: organization.name, logoURL: organization.logo.map(Self.address))
    }

    /// With the checksum, by which browsers keep it.
    private static func address(of logo: OrganizationLogo) -> String {
        "\(logo.publicPath)?v=\(Hex.encode(logo.checksum).prefix(16))"
    }
}

extension LinkModel {
    fileprivate init?(_ asset: Asset) {
        guard asset.provider.isExternal, let address = asset.sourceURL else { return nil }
        self.init(
            address: address, host: WebAddress(address)?.host ?? address, isYouTube: asset.provider == .youtube)
    }
}

extension FirstImportModel {
    fileprivate init(_ state: FirstImport) {
        self.init(
            isRunning: state.endedAt == nil, imported: state.imported, skipped: state.skipped, skippedFiles: state.skippedFiles,
            failure: state.failure)
    }
}

extension AssetKindModel {
    init(_ kind: AssetKind) { self = Self(rawValue: kind.rawValue) ?? .other }
}

extension ThumbnailStatusModel {
    fileprivate init(_ status: ThumbnailStatus) { self = Self(rawValue: status.rawValue) ?? .none }
}
