internal import Library
internal import Operations

extension Command {
    static let assetThumbnail = Command(
        "asset thumbnail", "Lets a picture stand for an asset, or with --reset the one made from its file again.",
        positional: ["ID"],
        options: [
            Option("organization", "SLUG", "the organization"),
            Option("file", "FILE", "the picture"),
            Option("reset", nil, "take the picture back"),
        ]
    ) { arguments in
        let slug = try arguments.required("organization")
        guard let id = AssetID(arguments.positional[0]) else { throw UsageError(reason: "“\(arguments.positional[0])” is no id") }
        guard arguments.has("reset") != (arguments["file"] != nil) else {
            throw UsageError(reason: "give either --file or --reset")
        }
        let source = try arguments["file"].map(FileSource.init)
        try await Composition.useWithMediaWorker { library in
            let caller = try await library.commandLineCaller(in: slug)
            guard let source else {
                _ = try await library.resetThumbnail(of: id, by: caller)
                return
            }
            _ = try await library.setThumbnail(of: id, source, by: caller)
        }
        Output.line(source == nil ? "The thumbnail is made from the file again." : "The picture stands for the asset now.")
    }
}
