internal import Library
internal import Operations

/// `vitrine asset …`: assets by their ids.
extension Command {
    static let assetReplace = Command(
        "asset replace", "Gives an asset another file; its id and public address stay.", positional: ["ID", "FILE"],
        options: [Option("organization", "SLUG", "the organization")]
    ) { arguments in
        let slug = try arguments.required("organization")
        guard let id = AssetID(arguments.positional[0]) else { throw UsageError(reason: "“\(arguments.positional[0])” is no id") }
        let source = try FileSource(arguments.positional[1])
        let asset = try await Composition.useWithMediaWorker { library in
            let caller = try await library.commandLineCaller(in: slug)
            return try await library.replaceAsset(id, with: source, source.details, by: caller)
        }
        Output.line("Asset \(asset.id) has version \(asset.version) now.")
    }
}
