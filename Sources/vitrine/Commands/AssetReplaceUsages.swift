internal import Library
internal import Operations

extension Command {
    private static let organization = Option("organization", "SLUG", "the organization")
    private static let json = Option("json", nil, "print JSON")

    static let assetReplaceUsages = Command(
        "asset replace-usages", "Puts another asset wherever this one is used, in content and where it was attached.",
        positional: ["ID", "WITH"], options: [organization, json]
    ) { arguments in
        let slug = try arguments.required("organization")
        guard let id = AssetID(arguments.positional[0]) else { throw AssetError.notFound }
        let replaced = try await Composition.useWithMediaWorker { library in
            let caller = try await library.commandLineCaller(in: slug)
            return try await library.replaceUsages(of: id, by: AssetID(arguments.positional[1]), by: caller)
        }
        if arguments.has("json") {
            return try Output.json(
                ReplacedLine(
                    replacedUsages: replaced.usages, rewrittenItems: replaced.content.items,
                    notRewritten: replaced.content.notRewritten.map(\.written)))
        }
        Output.line("\(replaced.usages) usages replaced, \(replaced.content.items) items rewritten.")
        replaced.content.report()
    }

    static let assetRewriteReferences = Command(
        "asset rewrite-references", "Has content that names an asset by a path it had before name it by the one it has.",
        positional: ["ID"], options: [organization, json]
    ) { arguments in
        let slug = try arguments.required("organization")
        guard let id = AssetID(arguments.positional[0]) else { throw AssetError.notFound }
        let content = try await Composition.useWithMediaWorker { library in
            try await library.rewriteReferences(to: id, by: try await library.commandLineCaller(in: slug))
        }
        if arguments.has("json") {
            return try Output.json(
                RewrittenLine(
                    rewrittenReferences: content.references, rewrittenItems: content.items,
                    notRewritten: content.notRewritten.map(\.written)))
        }
        Output.line("\(content.references) references rewritten, in \(content.items) items.")
        content.report()
    }
}

private struct ReplacedLine: Encodable {
    let replacedUsages: Int
    let rewrittenItems: Int
    let notRewritten: [String]
}

private struct RewrittenLine: Encodable {
    let rewrittenReferences: Int
    let rewrittenItems: Int
    let notRewritten: [String]
}

extension RewrittenContent {
    /// Tells what stands as before.
    fileprivate func report() {
        for reference in notRewritten {
            let place = "\(reference.place.target.type.name)\t\(reference.place.target.externalID)"
            Output.error("not rewritten (\(reference.reason.rawValue))\t\(place)\t\(reference.written)")
        }
    }
}
