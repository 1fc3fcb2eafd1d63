internal import HTTPServer
internal import JSON
internal import Library

extension RecordKind {
    /// Where they are found.
    var collection: String {
        switch self {
        case .company: "/v1/companies"
        case .person: "/v1/people"
        }
    }

    func address(of id: ContentItemID) -> String { "\(collection)/\(id)" }
}

/// A company or a person with its media (M40).
enum RecordResource {
    /// What nobody writes.
    static let computed = ["primary_media", "composite_media_list", "created_at", "updated_at"]
    static let fields = Set(["name"] + computed + ["medias"])

    static func resource(_ record: Record, _ kind: RecordKind, _ exchange: Exchange) -> Resource {
        let item = record.item
        return Resource(
            type: kind.rawValue, id: item.id.description,
            attributes: [
                "name": .string(item.title),
                "primary_media": record.primaryMedia.map { primary($0, exchange) } ?? .null,
                "composite_media_list": .array(record.media.map { .object(projection($0)) }),
                "created_at": .string(item.createdAt.description),
                "updated_at": .text(item.updatedAt.afterCreation(item.createdAt)?.description),
            ],
            relationships: ["medias": .object(linkage(record, kind))], address: kind.address(of: item.id))
    }

    /// The relationship to its media, as it stands in the resource and under its own address.
    static func linkage(_ record: Record, _ kind: RecordKind) -> [String: JSONValue] {
        let address = kind.address(of: record.item.id)
        return [
            "data": .array(
                record.media.map { .object(["type": .string(MediaResource.type), "id": .string($0.id.description)]) }),
            "links": .object([
                "self": .string("\(address)/relationships/medias"), "related": .string("\(address)/medias"),
            ]),
        ]
    }

    private static func projection(_ asset: Asset) -> [String: JSONValue] {
        [
            "media_id": .string(asset.id.description), "label": .text(asset.metadata.label),
            "media_type": .text(asset.mediaType?.rawValue),
        ]
    }

    private static func primary(_ asset: Asset, _ exchange: Exchange) -> JSONValue {
        .object(projection(asset).merging(["url": .text(MediaResource.url(of: asset, exchange))]) { own, _ in own })
    }
}

extension Exchange {
    /// The id of a company or person in the path; a malformed one is as unknown as a missing one (M2).
    func recordID(_ kind: RecordKind) throws(RecordError) -> ContentItemID {
        guard let id = parameters["id"].flatMap({ ContentItemID($0) }) else { throw .notFound(kind) }
        return id
    }
}

extension [String] {
    /// Ids of media; a malformed one is as unknown as a missing one (M2).
    func mediaIDs() throws(AssetError) -> [AssetID] {
        let ids = compactMap { AssetID($0) }
        guard ids.count == count else { throw .notFound }
        return ids
    }
}
