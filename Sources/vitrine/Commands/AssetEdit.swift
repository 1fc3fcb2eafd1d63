internal import Library
internal import Operations

extension Command {
    static let assetEdit = Command(
        "asset edit", "Changes what is written about an asset, all of it or nothing; an empty value clears.",
        positional: ["ID", "FIELD=VALUE…"], options: [Option("organization", "SLUG", "the organization")],
        details: ["Fields: " + EditField.allCases.map(\.rawValue).joined(separator: " ")]
    ) { arguments in
        let (slug, id) = (try arguments.required("organization"), try arguments.assetID)
        var edit = AssetEdit()
        for (key, value) in try arguments.settings {
            guard let field = EditField(rawValue: key) else { throw UsageError(reason: "an asset has no field “\(key)”") }
            try field.set(value, in: &edit)
        }
        let (asset, broken) = try await Composition.use { [edit] library in
            let caller = try await library.commandLineCaller(in: slug)
            let asset = try await library.editAsset(id, edit, by: caller)
            return (asset, edit.logicalPath == nil ? 0 : try await library.referencesByFormerPaths(of: id, by: caller).count)
        }
        Output.line("Changed \(asset.id).")
        if broken > 0 {
            Output.line("References in content that name an earlier path: \(broken). “asset rewrite-references” has them follow.")
        }
    }
}

/// What `asset edit` may change.
private enum EditField: String, CaseIterable {
    case displayName, title, description, label, altText, mediaType, logicalPath, folderId, visibility, tags

    func set(_ value: String, in edit: inout AssetEdit) throws {
        let text = value.isEmpty ? nil : value
        switch self {
        case .displayName: edit.displayName = value
        case .title: edit.title = .some(text)
        case .description: edit.description = .some(text)
        case .label: edit.label = .some(text)
        case .altText: edit.altText = .some(text)
        case .logicalPath: edit.logicalPath = .some(text)
        case .mediaType: edit.mediaType = .some(try text.map { try read($0) { MediaTypeRole(rawValue: $0) } })
        case .visibility: edit.visibility = try read(value) { Visibility(rawValue: $0) }
        case .folderId: edit.folderID = .some(try text.map { try read($0) { FolderID($0) } })
        case .tags: edit.tags = value.split(separator: ",").map(String.init)
        }
    }

    private func read<Value>(_ text: String, _ parse: (String) -> Value?) throws -> Value {
        guard let value = parse(text) else { throw UsageError(reason: "“\(text)” is no \(rawValue)") }
        return value
    }
}

extension Arguments {
    /// The first positional argument as an asset's id.
    var assetID: AssetID {
        get throws {
            guard let id = AssetID(positional[0]) else { throw UsageError(reason: "“\(positional[0])” is no id") }
            return id
        }
    }
}
