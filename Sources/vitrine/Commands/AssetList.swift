internal import Library
internal import Operations

/// `vitrine asset list` and `vitrine asset show`.
extension Command {
    static let assetList = Command(
        "asset list", "Lists an organization's assets.",
        options: [
            Option("organization", "SLUG", "the organization"),
            Option("q", "TEXT", "whose name, title, path or tags contain this"),
            Option("kind", "KIND", "of this kind; repeated, of any of them"),
            Option("tag", "TAG", "with this tag; repeated, with all of them"),
            Option("folder", "FOLDER", "in this folder: its id, or the names on the way to it; / is what lies in none"),
            Option("recursive", nil, "in folders below it as well"),
            Option("status", "STATUS", "active (if not given), archived, trashed or all"),
            Option("usage", "USAGE", "orphaned or used"),
            Option("sort", "ORDER", "createdAt, updatedAt, title or byteSize, the other way round with - before it"),
            Option("limit", "N", "at most so many; 0 lists all, 50 are listed if not given"),
            Option("json", nil, "print JSON"),
        ]
    ) { arguments in
        let slug = try arguments.required("organization")
        let query = try AssetQuery(arguments)
        let limit = try arguments.limit()
        let lines = try await Composition.use { library in
            let caller = try await library.commandLineCaller(in: slug)
            var query = query
            if let text = arguments["folder"] {
                let folder = try await library.folder(named: text, by: caller)
                query.folder = FolderFilter(folder: folder?.id, isRecursive: arguments.has("recursive"))
            }
            return try await library.assets(query, limit: limit, by: caller).map { AssetLine($0) }
        }
        if arguments.has("json") { return try Output.json(lines) }
        for line in lines { Output.line(line.text) }
    }

    static let assetShow = Command(
        "asset show", "Shows what the library knows about an asset.", positional: ["ID"],
        options: [Option("organization", "SLUG", "the organization"), Option("json", nil, "print JSON")]
    ) { arguments in
        let slug = try arguments.required("organization")
        guard let id = AssetID(arguments.positional[0]) else { throw AssetError.notFound }
        let line = try await Composition.use { library in
            let caller = try await library.commandLineCaller(in: slug)
            return AssetLine(try await library.asset(id, by: caller))
        }
        if arguments.has("json") { return try Output.json(line) }
        for fact in line.facts { Output.line("\(fact.name): \(fact.value)") }
    }
}

extension AssetQuery {
    fileprivate init(_ arguments: Arguments) throws {
        self.init(limit: AssetQuery.maximumLimit)
        let text = (arguments["q"] ?? "").trimmedWhitespace.folded
        search = text.isEmpty ? nil : text
        kinds = try Set(arguments.choices("kind", of: AssetKind.self))
        shelf = try arguments.choice("status", of: AssetShelf.self) ?? .active
        usage = try arguments.choice("usage", of: UsageFilter.self)
        for tag in arguments.all("tag") {
            var problems: [FieldProblem] = []
            guard let name = Tag.normalized(tag, &problems), problems.isEmpty else {
                throw UsageError(reason: problems.first?.detail ?? "--tag must not be empty")
            }
            tags.insert(name)
        }
        if let order = arguments["sort"] {
            guard let sort = AssetSort(order) else {
                let fields = AssetSort.Field.allCases.map(\.rawValue).joined(separator: ", ")
                throw UsageError(reason: "--sort is one of \(fields), or one of them with - before it, not “\(order)”")
            }
            self.sort = sort
        }
    }
}

extension Arguments {
    /// Nil for all there are.
    fileprivate func limit() throws -> Int? {
        guard let text = self["limit"] else { return AssetQuery.defaultLimit }
        guard let limit = Int(text), limit >= 0 else { throw UsageError(reason: "--limit is a number, not “\(text)”") }
        return limit == 0 ? nil : limit
    }
}

extension MediaLibrary {
    fileprivate func assets(_ query: AssetQuery, limit: Int?, by caller: Caller) async throws -> [Asset] {
        var query = query
        var assets: [Asset] = []
        while true {
            if let limit { query.limit = min(AssetQuery.maximumLimit, limit - assets.count) }
            let page = try await listAssets(query, by: caller)
            assets += page.assets
            guard let next = page.next, limit.map({ assets.count < $0 }) ?? true else { return assets }
            query.position = .after(next)
        }
    }
}
