internal import JSON
internal import Library
internal import Operations

/// Reads `POST /organization/assets` with a JSON body: a link, a file to fetch, or an upload that has come, and what people write about it.
struct AssetCreation: Sendable {
    /// What the asset is to be made of.
    enum Source: Sendable {
        /// `{sourceUrl, provider?, thumbnailUrl?}` (M9)
        case link(ExternalLink)
        /// `{importUrl}`
        case address(String)
        /// `{uploadId}`: by tus or presigned (M19, M20).
        case upload(UploadID)
    }

    let source: Source
    let record: AssetRecordFields

    /// The fields by one of which a body says what it is about.
    static let sourceFields = ["sourceUrl", "importUrl", "uploadId"]

    static func receive(_ exchange: Exchange, by caller: Caller) async throws -> UploadOutcome {
        let onDuplicate = try AssetUpload.onDuplicate(exchange.query())
        let creation = try AssetCreation(json: try await exchange.jsonObject(), in: caller.organization.policy)
        let record = creation.record
        let amend: @Sendable (inout UploadDetails) -> Void = { details in
            record.apply(to: &details)
            if let onDuplicate { details.onDuplicate = onDuplicate }
        }
        var details = UploadDetails(fileName: "")
        amend(&details)
        switch creation.source {
        case .link(let link): return try await exchange.library.createExternalAsset(link, details, by: caller)
        case .address(let address): return try await exchange.library.importFile(at: address, details, by: caller)
        case .upload(let id): return try await exchange.library.register(id, amend, by: caller)
        }
    }

    /// Throws everything that is wrong with any field together. What is no id of a folder or an upload answers as the id of a missing
    /// one.
    init(json: [String: JSONValue], in policy: Policy) throws {
        var fields = JSONFields(json)
        var problems: [FieldProblem] = []
        let given = Self.sourceFields.filter { !fields.isMissing($0) }
        let link = Self.link(&fields, isMeant: given == ["sourceUrl"], &problems)
        let address = fields.optionalString("importUrl")
        if let address, WebAddress(address) == nil { problems.append(.noWebAddress("importUrl")) }
        let upload = fields.optionalString("uploadId")
        record = AssetRecordFields(&fields)
        record.check(requiringMediaType: policy.requiresMediaType && upload == nil, &problems)
        if given.count != 1 { problems.append(Self.sourceProblem(given)) }
        problems += fields.remainingProblems()
        if !problems.isEmpty { throw AssetError.invalidFields(problems) }
        if record.folder.map({ FolderID($0) }) == .some(nil) { throw FolderError.notFound(field: "folderId") }
        if let upload {
            guard let id = UploadID(upload) else { throw UploadError.notFound }
            source = .upload(id)
        } else {
            source = address.map(Source.address) ?? .link(link)
        }
    }

    private static func link(_ fields: inout JSONFields, isMeant: Bool, _ problems: inout [FieldProblem]) -> ExternalLink {
        let provider = fields.choice("provider", of: ExternalProvider.self)
        let thumbnail = fields.optionalString("thumbnailUrl")
        let source = fields.optionalString("sourceUrl")
        let link = ExternalLink(
            sourceURL: source ?? "", provider: provider.flatMap { AssetProvider(rawValue: $0.rawValue) }, thumbnailURL: thumbnail)
        if isMeant {
            if source != nil { _ = link.checked(&problems) }
        } else {
            for (name, isGiven) in [("provider", provider != nil), ("thumbnailUrl", thumbnail != nil)] where isGiven {
                problems.append(FieldProblem(field: name, code: "not_for_files", detail: "\(name) goes with sourceUrl alone."))
            }
        }
        return link
    }

    private static func sourceProblem(_ given: [String]) -> FieldProblem {
        FieldProblem(
            field: given.first ?? sourceFields[0], code: given.isEmpty ? "blank" : "ambiguous",
            detail: "An asset is made of one of sourceUrl, importUrl and uploadId.")
    }
}

/// Where a link says it leads; raw values are the `provider` field's.
enum ExternalProvider: String, CaseIterable, Sendable {
    case youtube, generic, externalURL = "external_url"
}
