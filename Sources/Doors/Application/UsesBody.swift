internal import JSON
internal import Library

/// What an `asset_in_use` problem says of the asset: how many places use it, and the first of them (M38).
struct UsesBody: Encodable, Sendable {
    let count: Int
    let places: [UsePlaceBody]

    init(_ uses: AssetUses) {
        count = uses.count
        places = uses.places.map(UsePlaceBody.init)
    }

    /// The same as a value, for JSON:API.
    var json: JSONValue {
        .object(["count": .number(Double(count)), "places": .array(places.map(\.json))])
    }
}

/// One place; what is not known is written as null.
struct UsePlaceBody: Encodable, Sendable {
    let place: PlacedUsage

    init(_ place: PlacedUsage) { self.place = place }

    func encode(to encoder: any Encoder) throws { try json.encode(to: encoder) }

    var json: JSONValue {
        let usage = place.usage
        return .object([
            "targetType": .string(usage.target.type.name), "targetId": .string(usage.target.externalID),
            "targetTitle": place.title.map(JSONValue.string) ?? .null, "targetUrl": place.url.map(JSONValue.string) ?? .null,
            "slotType": .string(usage.slotType), "slotKey": usage.slotKey.map(JSONValue.string) ?? .null,
        ])
    }
}

/// What an `asset_in_use` problem says of a folder: how many assets in it are in use, and the first of them.
struct UsedContentsBody: Encodable, Sendable {
    let count: Int
    let items: [Item]

    struct Item: Encodable, Sendable {
        let id: String
        let displayName: String
        let usageCount: Int
    }

    init(_ contents: UsedContents) {
        count = contents.count
        items = contents.assets.map { Item(id: $0.id.description, displayName: $0.name, usageCount: $0.usageCount) }
    }
}
