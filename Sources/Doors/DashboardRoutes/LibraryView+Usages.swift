internal import Dashboard
internal import HTTPServer
internal import Library
internal import Operations

/// Where assets are used, as pages show it (M37).
extension LibraryView {
    /// The places that use it: the first few, or a page of them.
    func uses(
        of asset: Asset, after position: UsagePosition? = nil, limit: Int = AssetUses.shownPlaces
    ) async throws -> UsageListModel {
        if asset.usageCount == 0 { return UsageListModel() }
        let page = try await exchange.library.listUsages(of: asset.id, after: position, limit: limit, by: visit.caller)
        return UsageListModel(
            items: page.usages.map(usage), total: page.total, next: page.next?.text)
    }

    private func usage(_ placed: PlacedUsage) -> UsageModel {
        let usage = placed.usage
        let elsewhere = placed.url.flatMap { WebAddress($0)?.text }
        return UsageModel(
            id: usage.id.description, title: placed.title, address: elsewhere ?? ownAddress(of: usage.target, placed.item),
            isElsewhere: elsewhere != nil, targetType: usage.target.type.name, targetID: usage.target.externalID,
            slotType: usage.slotType, slotKey: usage.slotKey, isDeclared: usage.origin == .declared,
            canDetach: visit.caller.can(.edit))
    }

    /// The page of this dashboard about an item that the library holds.
    func ownAddress(of target: UsageTarget, _ item: ContentItemID?) -> String? {
        guard let item else { return nil }
        let organization = "/org/" + PercentEncoding.encode(visit.caller.organization.slug, for: .pathSegment)
        switch target.type {
        case .company: return "\(organization)/companies/\(item)"
        case .person: return "\(organization)/people/\(item)"
        case .document: return "\(organization)/documents/\(item)"
        default:
            let name = PercentEncoding.encode(target.externalID, for: .pathSegment)
            return "\(organization)/content/\(target.type.name)/\(name)"
        }
    }
}
