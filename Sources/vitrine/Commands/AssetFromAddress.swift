internal import Library
internal import Operations

/// `vitrine asset link` and `vitrine asset fetch`: assets of addresses (M9).
extension Command {
    static let assetLink = Command(
        "asset link", "Makes assets of addresses: links to films at YouTube and to anything else, without bytes here.",
        positional: ["URL…"],
        options: [
            Option("organization", "SLUG", "the organization"),
            Option("provider", "NAME", "youtube, generic or external_url (default: told by the address)"),
            Option("thumbnail", "URL", "a picture for it, fetched once"),
        ] + AssetForm.options
    ) { arguments in
        let provider = try arguments.choice("provider", of: AssetProvider.self)
        try await eachAddress(arguments, failed: "linked") { address, details, library, caller in
            let link = ExternalLink(sourceURL: address, provider: provider, thumbnailURL: arguments["thumbnail"])
            return try await library.createExternalAsset(link, details, by: caller)
        }
    }

    static let assetFetch = Command(
        "asset fetch", "Fetches files from their addresses and stores them; VITRINE_OUTBOUND_ALLOW says what beside public ones.",
        positional: ["URL…"], options: [Option("organization", "SLUG", "the organization")] + AssetForm.options
    ) { arguments in
        try await eachAddress(arguments, failed: "fetched") { address, details, library, caller in
            try await library.importFile(at: address, details, by: caller)
        }
    }

    /// One address after another; what cannot be done is told at the end.
    private static func eachAddress(
        _ arguments: Arguments, failed: String,
        _ make: @Sendable (String, UploadDetails, MediaLibrary, Caller) async throws -> UploadOutcome
    ) async throws {
        let slug = try arguments.required("organization")
        let form = try AssetForm(arguments)
        let failures = try await Composition.useWithMediaWorker { library in
            let caller = try await library.commandLineCaller(in: slug)
            let details = try await form.placed(in: library, by: caller).details
            var failures = 0
            for address in arguments.positional {
                do {
                    try OutcomeLine(try await make(address, details, library, caller), url: address).write(arguments)
                } catch let failure as any Failure {
                    Output.error("\(address): \(failure.sentence)")
                    failures += 1
                }
            }
            return failures
        }
        if failures > 0 {
            throw ReportedFailure(reason: "\(failures) of \(arguments.positional.count) addresses were not \(failed)")
        }
    }
}
