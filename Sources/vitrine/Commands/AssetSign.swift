internal import Library
internal import Operations

extension Command {
    static let assetSign = Command(
        "asset sign", "Prints the path of an address that opens an asset's file for a while, a private or trashed one too.",
        positional: ["ID"],
        options: [
            Option("organization", "SLUG", "the organization"),
            Option("expires", "DURATION", "how long the address works (default 1h, at most 7d)"),
            Option("attachment", nil, "have browsers save the file instead of showing it"),
            Option("json", nil, "print JSON"),
        ]
    ) { arguments in
        let slug = try arguments.required("organization")
        guard let id = AssetID(arguments.positional[0]) else { throw UsageError(reason: "“\(arguments.positional[0])” is no id") }
        let lifetime = try arguments.duration("expires") ?? SignedAddress.defaultLifetime
        let address = try await Composition.use { library in
            let caller = try await library.commandLineCaller(in: slug)
            return try await library.signAddress(
                of: id, lifetime: lifetime, asAttachment: arguments.has("attachment"), by: caller)
        }
        guard arguments.has("json") else { return Output.line(address.path) }
        try Output.json(SignedLine(path: address.path, expiresAt: address.expiresAt.description))
    }
}

private struct SignedLine: Encodable {
    let path: String
    let expiresAt: String
}
