internal import Dashboard
internal import HTTPServer
internal import Library
internal import Operations

/// `/org/{slug}/companies` and `/org/{slug}/people`: companies and people with their media, by pages that need no scripts (M40).
enum RecordPageRoutes {
    static let all = RecordKind.allCases.flatMap(routes)

    private static func routes(_ kind: RecordKind) -> [Route] {
        let list = kind == .company ? "/org/{slug}/companies" : "/org/{slug}/people"
        return [
            Route(.get, list, .page(.read) { try await show(kind, $0, $1) }, errors: .page),
            Route(.post, list, .page(.edit) { try await create(kind, $0, $1) }, errors: .page),
            Route(.get, "\(list)/{id}", .page(.read) { try await showOne(kind, $0, $1) }, errors: .page),
            Route(.post, "\(list)/{id}", .page(.edit) { try await rename(kind, $0, $1) }, errors: .page),
            Route(.post, "\(list)/{id}/delete", .page(.delete) { try await delete(kind, $0, $1) }, errors: .page),
            Route(.post, "\(list)/{id}/media", .page(.edit) { try await add(kind, $0, $1) }, errors: .page),
            Route(.post, "\(list)/{id}/media/remove", .page(.edit) { try await remove(kind, $0, $1) }, errors: .page),
        ]
    }

    private static func show(_ kind: RecordKind, _ exchange: Exchange, _ visit: PageVisit) async throws -> HTTPResponse {
        .page(RecordListPage.html(try await RecordView(kind, exchange, visit).list(try exchange.query())), exchange)
    }

    private static func showOne(_ kind: RecordKind, _ exchange: Exchange, _ visit: PageVisit) async throws -> HTTPResponse {
        let view = RecordView(kind, exchange, visit)
        return .page(RecordPage.html(try await view.page(try exchange.recordID(kind), try exchange.query())), exchange)
    }

    private static func create(_ kind: RecordKind, _ exchange: Exchange, _ visit: PageVisit) async throws -> HTTPResponse {
        let form = try await Form.read(exchange, visit)
        let view = RecordView(kind, exchange, visit)
        do {
            let record = try await exchange.library.createRecord(kind, named: form["name"], by: visit.caller)
            return .redirect(to: "\(view.path)/\(record.item.id)?notice=recordCreated")
        } catch let error as RecordError {
            var model = try await view.list(try exchange.query())
            (model.typedName, model.errors) = (form["name"], FieldErrorModel.all(of: error))
            return .page(RecordListPage.html(model), status: error.pageStatus, exchange)
        }
    }

    private static func rename(_ kind: RecordKind, _ exchange: Exchange, _ visit: PageVisit) async throws -> HTTPResponse {
        let form = try await Form.read(exchange, visit)
        return try await change(kind, exchange, visit, notice: "recordRenamed") { id in
            _ = try await exchange.library.editRecord(
                id, kind, RecordEdit(name: form["name"]), ifMatch: form.entityTag, by: visit.caller)
        } tell: { model, error in
            (model.typedName, model.errors) = (form["name"], FieldErrorModel.all(of: error))
        }
    }

    private static func add(_ kind: RecordKind, _ exchange: Exchange, _ visit: PageVisit) async throws -> HTTPResponse {
        let media = try await Form.read(exchange, visit).values("id").mediaIDs()
        return try await change(kind, exchange, visit, notice: media.isEmpty ? nil : "recordMediaAdded") { id in
            _ = try await exchange.library.editRecord(id, kind, RecordEdit(media: .add(media)), by: visit.caller)
        }
    }

    private static func remove(_ kind: RecordKind, _ exchange: Exchange, _ visit: PageVisit) async throws -> HTTPResponse {
        let media = try await Form.read(exchange, visit).values("id").compactMap { AssetID($0) }
        return try await change(kind, exchange, visit, notice: media.isEmpty ? nil : "recordMediaRemoved") { id in
            _ = try await exchange.library.editRecord(id, kind, RecordEdit(media: .remove(media)), by: visit.caller)
        }
    }

    /// Does `work` and shows the record again; what it was refused for is told on the same page.
    private static func change(
        _ kind: RecordKind, _ exchange: Exchange, _ visit: PageVisit, notice: String?,
        _ work: (ContentItemID) async throws -> Void,
        tell: (inout RecordPageModel, RecordError) -> Void = { _, _ in }
    ) async throws -> HTTPResponse {
        let id = try exchange.recordID(kind)
        let view = RecordView(kind, exchange, visit)
        do {
            try await work(id)
            return .redirect(to: "\(view.path)/\(id)" + (notice.map { "?notice=\($0)" } ?? ""))
        } catch let error as RecordError where error != .notFound(kind) {
            var model = try await view.page(id, try exchange.query())
            if error.fields.isEmpty { model.problem = error.sentence }
            tell(&model, error)
            return .page(RecordPage.html(model), status: error.pageStatus, exchange)
        }
    }

    private static func delete(_ kind: RecordKind, _ exchange: Exchange, _ visit: PageVisit) async throws -> HTTPResponse {
        _ = try await Form.read(exchange, visit)
        try await exchange.library.deleteRecord(try exchange.recordID(kind), kind, by: visit.caller)
        return .redirect(to: "\(RecordView(kind, exchange, visit).path)?notice=recordDeleted")
    }
}
