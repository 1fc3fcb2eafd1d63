internal import Dashboard
internal import HTTPServer
internal import Library

extension LibraryQuery {
    /// The view an address asks for. A page people bookmark forgives: what it does not understand it leaves out.
    init(_ parameters: QueryParameters) throws {
        self.init(
            text: parameters["q"]?.trimmedWhitespace ?? "",
            kinds: parameters.values("kind").compactMap(AssetKindModel.init(rawValue:)),
            shelf: parameters["status"].flatMap(LibraryShelf.init(rawValue:)) ?? .active,
            sort: parameters["sort"].flatMap(LibrarySort.init(rawValue:)) ?? .newest,
            page: min(max(parameters["page"].flatMap { Int($0) } ?? 1, 1), 20_000))
    }
}

extension AssetQuery {
    init(_ query: LibraryQuery) {
        self.init(
            search: AssetListParameters.search(query.text),
            kinds: Set(query.kinds.compactMap { AssetKind(rawValue: $0.rawValue) }),
            shelf: AssetShelf(rawValue: query.shelf.rawValue) ?? .active,
            sort: AssetSort(query.sort.rawValue) ?? AssetSort(), position: .page(query.page))
    }
}
