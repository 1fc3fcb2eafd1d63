internal import JSON
internal import Library

/// An asset as a `media` (001): what it is called, what it is for, and where it is; nothing of how it is stored.
enum MediaResource {
    static let type = "media"
    static let attributes = ["media_type", "label"] + computed
    /// What nobody writes; of a new media the `url` may be what it is made of.
    static let computed = ["url", "created_at", "updated_at", "deleted_at"]
    static let fields = Set(attributes + ["workspace"])
    static let collection = "/v1/medias"

    static func resource(_ asset: Asset, _ exchange: Exchange, _ caller: Caller) -> Resource {
        Resource(
            type: type, id: asset.id.description,
            attributes: [
                "media_type": .text(asset.mediaType?.rawValue), "label": .text(asset.metadata.label),
                "url": .text(url(of: asset, exchange)), "created_at": .text(asset.createdAt.description),
                "updated_at": .text(asset.updatedAt.afterCreation(asset.createdAt)?.description),
                "deleted_at": .text(asset.deletedAt?.description),
            ],
            relationships: ["workspace": .object(["data": WorkspaceResource.resource(caller.organization).identifier])],
            address: address(of: asset.id))
    }

    static func address(of id: AssetID) -> String { "\(collection)/\(id)" }

    /// The one address people may use: that of the bytes where there are some, else the one an external asset was made of.
    static func url(of asset: Asset, _ exchange: Exchange) -> String? {
        asset.publicAddress.map(exchange.absolute)
    }
}

/// An organization as the `workspace` of a media.
enum WorkspaceResource {
    static let type = "workspace"
    static let fields: Set<String> = ["name", "slug"]

    static func resource(_ organization: Organization) -> Resource {
        Resource(
            type: type, id: organization.id.description,
            attributes: ["name": .string(organization.name), "slug": .string(organization.slug)])
    }
}

extension Timestamp {
    /// Itself, unless nothing has happened since `creation`.
    func afterCreation(_ creation: Timestamp) -> Timestamp? { self == creation ? nil : self }
}

extension JSONValue {
    static func text(_ text: String?) -> JSONValue { text.map(JSONValue.string) ?? .null }
}
