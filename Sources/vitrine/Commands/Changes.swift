internal import Library
internal import Operations

extension Command {
    static let changes = Command(
        "changes", "Prints what happened to an organization's assets, oldest first, one line of JSON an entry.",
        options: [
            Option("organization", "SLUG", "whose change feed"),
            Option("after", "NUMBER", "begin after this sequence (default 0, the beginning)"),
            Option("follow", nil, "go on as changes come, until interrupted"),
        ]
    ) { arguments in
        let slug = try arguments.required("organization")
        guard let after = Int64(arguments["after"] ?? "0"), after >= 0 else {
            throw UsageError(reason: "--after is a number from 0")
        }
        let follows = arguments.has("follow")
        try await Composition.use { library in
            let caller = try await library.commandLineCaller(in: slug)
            var sequence = after
            while true {
                let page = try await library.changes(after: sequence, limit: 100, by: caller)
                for change in page.changes { try Output.json(ChangeLine(change)) }
                sequence = page.next
                if page.hasMore { continue }
                guard follows else { return }
                try await Task.sleep(for: .seconds(1))
            }
        }
    }
}

private struct ChangeLine: Encodable {
    let sequence: Int64
    let type: String
    let assetId: String
    let at: String
    let displayName: String?

    init(_ change: Change) {
        sequence = change.sequence
        type = change.asset == nil ? "tombstone" : "upsert"
        assetId = change.assetID.description
        at = change.at.description
        displayName = change.asset?.metadata.displayName
    }
}
