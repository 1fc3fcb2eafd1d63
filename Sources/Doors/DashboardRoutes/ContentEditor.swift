internal import Dashboard
internal import HTTPServer
internal import JSON
internal import Library
internal import Markup
internal import Operations

/// One round of an editor: what the form holds comes in, what was pressed is done to it, and the form goes out again, until it is saved.
struct ContentEditor: Sendable {
    /// A body at its longest, with every byte escaped.
    static let longestForm = 3 * ContentItem.maximumBodyBytes + 262_144
    private static let choiceCount = 24

    private let exchange: Exchange
    private let visit: PageVisit
    /// Nil for a new one.
    private let item: ContentItem?

    init(_ exchange: Exchange, _ visit: PageVisit, _ item: ContentItem?) {
        self.exchange = exchange
        self.visit = visit
        self.item = item
    }

    private var caller: Caller { visit.caller }
    private var view: ContentView { ContentView(exchange, visit) }
    private var organization: OrganizationModel { OrganizationModel(caller.organization) }
    private var home: String { item.map { view.path(of: $0) } ?? organization.contentPath }
    private var action: String { item == nil ? organization.contentPath + "/new" : home + "/edit" }

    /// What was pressed: a verb, a place in the body, and what else it says.
    private struct Press {
        let verb: String
        let path: JSONPath
        let detail: String

        init(_ text: String) {
            let parts = text.split(separator: ":", maxSplits: 2, omittingEmptySubsequences: false).map(String.init)
            verb = parts.first ?? ""
            path = (parts.count > 1 ? JSONPath(parts[1]) : nil) ?? JSONPath()
            detail = parts.count > 2 ? parts[2] : (parts.count > 1 ? parts[1] : "")
        }
    }

    func receive(_ form: Form) async throws -> HTTPResponse {
        var draft = draft(form)
        let press = Press(form["action"])
        switch press.verb {
        case "source": return try await answer(draft, asSource: true)
        case "fields": return try await answer(draft)
        case "pick": return try await pick(draft, press.path, form)
        case "find": return try await pick(draft, JSONPath(form["pick"]) ?? JSONPath(), form)
        case "choose":
            guard let id = AssetID(press.detail) else { throw AssetError.notFound }
            choose(try await exchange.library.asset(id, by: caller), at: form["pick"], &draft)
            return try await answer(draft)
        case "add", "up", "down", "remove", "clear":
            change(&draft, press)
            return try await answer(draft)
        case "back": return try await answer(draft)
        default: return try await save(draft, isSource: form.has("source"))
        }
    }

    /// What was typed, put into the body it was typed for.
    private func draft(_ form: Form) -> ContentDraftModel {
        let isMarkdown = form["format"] == "markdown"
        let type = item?.type.name ?? ContentType(checking: form["type"])?.name ?? ContentType.page.name
        let source = form.has("source") ? form["source"].replacing("\r\n", with: "\n") : form["body"]
        var draft = ContentDraftModel(
            externalID: item?.externalID ?? "", type: type, isNew: item == nil, title: form["title"], url: form["url"],
            body: source, etag: form["etag"], isMarkdown: isMarkdown)
        guard !form.has("source"), var body = body(of: draft) else { return draft }
        for name in form.names where name.hasPrefix("f:") {
            guard let path = JSONPath(String(name.dropFirst(2))) else { continue }
            body.type(form[name].replacing("\r\n", with: "\n"), at: path)
        }
        draft.body = body.value.source
        return draft
    }

    private func body(of draft: ContentDraftModel) -> BodyDraft? {
        draft.isMarkdown ? nil : ContentType(checking: draft.type).flatMap { BodyDraft(draft.body, of: $0) }
    }

    private func change(_ draft: inout ContentDraftModel, _ press: Press) {
        guard var body = body(of: draft) else { return }
        switch press.verb {
        case "add": body.add(press.detail, to: press.path)
        case "up": body.move(press.path, by: -1)
        case "down": body.move(press.path, by: 1)
        case "remove": body.remove(press.path)
        default: body.clear(press.path)
        }
        draft.body = body.value.source
    }

    private func choose(_ asset: Asset, at path: String, _ draft: inout ContentDraftModel) {
        guard var body = body(of: draft), let path = JSONPath(path) else { return }
        body.choose(asset, at: path)
        draft.body = body.value.source
    }

    // Saving

    private func save(_ draft: ContentDraftModel, isSource: Bool) async throws -> HTTPResponse {
        let type = ContentType(checking: draft.type) ?? .page
        var push = ContentPush(
            type, item?.externalID ?? "\(ContentItemID.make(at: exchange.library.now))", title: draft.title, url: draft.url,
            body: draft.body, format: draft.isMarkdown ? .markdown : .json)
        // Where nothing in it was changed, the body stays as its own system wrote it.
        if let item, !isSource, !draft.isMarkdown, let stored = BodyDraft(item.body, of: type),
            stored.value.source == draft.body
        {
            push.body = item.body
        }
        // An item with a revision of its own system keeps it until that pushes the next.
        do {
            let saved = try await exchange.library.saveContent(
                push, ifMatch: item == nil || draft.etag.isEmpty ? nil : draft.etag, by: caller)
            return .redirect(to: view.path(of: saved.item) + "?notice=contentSaved")
        } catch let error as ContentError {
            return try await answer(draft, asSource: isSource, error)
        } catch let error as MarkdownError {
            return try await answer(draft, asSource: isSource, status: error.pageStatus) { $0.problem = error.sentence }
        }
    }

    // Answers

    private func answer(
        _ draft: ContentDraftModel, asSource: Bool, _ error: ContentError
    ) async throws -> HTTPResponse {
        var draft = draft
        if case .changedMeanwhile = error, let item { draft.etag = item.entityTag }
        let status = Problem(error).status
        return try await answer(draft, asSource: asSource, status: status) { model in
            if case .changedMeanwhile = error {
                model.isConflict = true
            } else {
                model.errors = FieldErrorModel.all(of: error)
                if !error.fields.contains(where: { ["title", "url"].contains($0.field) }) { model.problem = error.sentence }
            }
        }
    }

    /// The form with `draft` in it.
    func answer(
        _ draft: ContentDraftModel, asSource: Bool = false, status: Int = 200,
        _ tell: (inout ContentFormPageModel) -> Void = { _ in }
    ) async throws -> HTTPResponse {
        var draft = draft
        let body = body(of: draft)
        let hasEditor = ContentType(checking: draft.type).flatMap { BodyShape($0) } != nil && !draft.isMarkdown
        var fields: [ContentFieldModel]?
        if let body, !asSource {
            draft.body = body.value.source
            fields = try await view.fields(body.fields, of: draft.body, type: body.type)
        }
        if fields == nil, asSource, let body { draft.body = body.value.prettySource }
        var model = ContentFormPageModel(
            sidebar: try await view.sidebar(), draft: draft, action: action, back: home, fields: fields,
            hasUnusualBody: hasEditor && (body == nil || asSource))
        tell(&model)
        return .page(ContentFormPage.html(model), status: status, exchange)
    }

    // Choosing

    private func pick(
        _ draft: ContentDraftModel, _ path: JSONPath, _ form: Form, problem: String? = nil
    ) async throws -> HTTPResponse {
        try await pick(draft, path, search: form["q"], tag: form["tag"], problem: problem)
    }

    private func pick(
        _ draft: ContentDraftModel, _ path: JSONPath, search: String, tag: String, problem: String?, status: Int = 200
    ) async throws -> HTTPResponse {
        var query = AssetQuery(search: AssetListParameters.search(search), limit: Self.choiceCount)
        var problems: [FieldProblem] = []
        if let tag = Tag.normalized(tag, &problems) { query.tags = [tag] }
        let found = try await exchange.library.listAssets(query, by: caller).assets
        let library = LibraryView(exchange, visit)
        let model = ContentPickerModel(
            sidebar: try await view.sidebar(), draft: draft, action: action, path: path.description, search: search, tag: tag,
            cards: found.map(library.card), canUpload: caller.can(.upload),
            needsMediaType: caller.organization.policy.requiresMediaType, problem: problem)
        return .page(ContentPickerPage.html(model), status: status, exchange)
    }

    /// A file comes with everything the form holds: it is stored as any other upload, and chosen.
    /// The form of an upload, whose first field proves where it comes from.
    static func fileForm(_ exchange: Exchange, _ visit: PageVisit) async throws -> MultipartReader {
        let reader = try AssetUpload.multipart(exchange)
        guard let first = try await reader.nextPart(), first.name == "csrf" else { throw AccessError.crossSiteRequest }
        try exchange.checkCSRF(try await AssetUpload.text("csrf", reader), expected: visit.signedIn.session.csrfToken)
        return reader
    }

    func receiveFile(_ reader: MultipartReader) async throws -> HTTPResponse {
        var draft = ContentDraftModel(externalID: item?.externalID ?? "", type: item?.type.name ?? "page", isNew: item == nil)
        var pick = ""
        var mediaType: MediaTypeRole?
        while let part = try await reader.nextPart() {
            if part.name == "file", let fileName = part.fileName {
                return try await take(FormFile(reader, fileName, mediaType), draft, at: pick)
            }
            let text = try await AssetUpload.text(part.name, reader, upTo: 2 * ContentItem.maximumBodyBytes)
            switch part.name {
            case "type": if item == nil { draft.type = text }
            case "etag": draft.etag = text
            case "body": draft.body = text
            case "title": draft.title = text
            case "url": draft.url = text
            case "pick": pick = text
            case "mediaType": mediaType = MediaTypeRole(rawValue: text)
            default: break
            }
        }
        throw AssetError.missingFile()
    }

    private func take(_ file: FormFile, _ draft: ContentDraftModel, at path: String) async throws -> HTTPResponse {
        var draft = draft
        do {
            let outcome = try await exchange.library.uploadAsset(file, file.details, by: caller)
            choose(outcome, at: path, &draft)
            return try await answer(draft)
        } catch let error as any Failure where FileForm.canShow(error) {
            return try await pick(
                draft, JSONPath(path) ?? JSONPath(), search: "", tag: "", problem: error.sentence,
                status: Problem(error).status)
        }
    }
}

/// The file at the end of a form.
private struct FormFile: UploadSource {
    let details: UploadDetails
    private let reader: MultipartReader

    init(_ reader: MultipartReader, _ fileName: String, _ mediaType: MediaTypeRole?) {
        self.reader = reader
        var details = UploadDetails(fileName: fileName)
        details.mediaType = mediaType
        self.details = details
    }

    func read(into buffer: UnsafeMutableRawBufferPointer) async throws -> Int { try await reader.read(into: buffer) }
}
