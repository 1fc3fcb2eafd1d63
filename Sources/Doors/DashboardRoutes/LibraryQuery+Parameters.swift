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
            page: min(max(parameters["page"].flatMap { Int($0) } ?? 1, 1), 20_000),
            folder: parameters["folder"].flatMap(FolderPlace.init(parameter:)), tags: Self.tags(parameters.values("tag")),
            use: Self.use(parameters.values("usage")),
            pathPrefix: parameters["path"].map { String($0.trimmedWhitespace.prefix(LogicalPath.maximumCharacters)) } ?? "")
    }

    /// One of the two; both together are everything.
    private static func use(_ values: [String]) -> LibraryUse? {
        let uses = Set(values.compactMap(LibraryUse.init(rawValue:)))
        return uses.count == 1 ? uses.first : nil
    }

    /// Each once, in the form they are stored in.
    private static func tags(_ values: [String]) -> [String] {
        var tags: [String] = []
        for value in values.prefix(20) {
            var problems: [FieldProblem] = []
            if let tag = Tag.normalized(value, &problems), problems.isEmpty, !tags.contains(tag) { tags.append(tag) }
        }
        return tags
    }
}

extension FolderPlace {
    fileprivate init?(parameter: String) {
        if parameter == FolderPlace.root.parameter {
            self = .root
        } else if let id = FolderID(parameter) {
            self = .folder(id.description)
        } else {
            return nil
        }
    }

    /// Nil at the root.
    var folderID: FolderID? { id.flatMap { FolderID($0) } }
}

extension AssetQuery {
    init(_ query: LibraryQuery) {
        self.init(
            search: AssetListParameters.search(query.text),
            kinds: Set(query.kinds.compactMap { AssetKind(rawValue: $0.rawValue) }),
            shelf: AssetShelf(rawValue: query.shelf.rawValue) ?? .active,
            sort: AssetSort(query.sort.rawValue) ?? AssetSort(), position: .page(query.page))
        tags = Set(query.tags)
        folder = query.folder.map { FolderFilter(folder: $0.folderID, isRecursive: query.looksBelow) }
        usage = query.use.flatMap { UsageFilter(rawValue: $0.rawValue) }
        pathPrefix = query.pathPrefix.isEmpty ? nil : query.pathPrefix.folded
    }
}
