internal import Cryptography
internal import HTTPServer
internal import Library
internal import Operations

/// `/organization/folders` (M30).
enum FolderRoutes {
    static let all = [
        Route(.get, "/organization/folders", .api(.read, list)),
        Route(.post, "/organization/folders", .api(.edit, create), repeatable: .bySubject(made)),
        Route(.get, "/organization/folders/{id}", .api(.read, show)),
        Route(.patch, "/organization/folders/{id}", .api(.edit, edit)),
        Route(.put, "/organization/folders/{id}", .api(.edit, edit)),
        Route(.delete, "/organization/folders/{id}", .api(.delete, delete)),
    ]

    @Sendable private static func list(_ exchange: Exchange, _ caller: Caller) async throws -> HTTPResponse {
        let parameters = try KeysetParameters(try exchange.query(), filters: ["parent"])
        let parent = try parameters.filter("parent", accepts: "the id of a folder, or root", FolderQuery.Parent.init)
        let query = FolderQuery(
            parent: parent ?? .any, after: try parameters.position { FolderPosition($0) }, limit: parameters.limit)
        let page = try await exchange.library.listFolders(query, by: caller)
        return .json(
            KeysetList(items: page.folders.map { FolderBody($0) }, nextCursor: page.next?.text, total: page.total))
    }

    @Sendable private static func create(_ exchange: Exchange, _ caller: Caller) async throws -> HTTPResponse {
        var fields = JSONFields(try await exchange.jsonObject())
        let parent = fields.folder("parentId") ?? nil
        let name = fields.string("name")
        try fields.end()
        return try await created(try await exchange.library.createFolder(name, in: try parent?.id, by: caller), exchange, caller)
    }

    @Sendable private static func made(
        _ exchange: Exchange, _ caller: Caller, _ subject: SubjectID
    ) async throws -> HTTPResponse {
        let folder = try await exchange.library.folder(FolderID(rawValue: subject.rawValue), by: caller)
        return try await created(folder, exchange, caller)
    }

    private static func created(_ folder: Folder, _ exchange: Exchange, _ caller: Caller) async throws -> HTTPResponse {
        var response = try await answer(folder, exchange, caller, status: 201)
        response.headers.append(("Location", "/organization/folders/\(folder.id)"))
        return response
    }

    @Sendable private static func show(_ exchange: Exchange, _ caller: Caller) async throws -> HTTPResponse {
        try await answer(try await exchange.library.folder(try exchange.folderID(), by: caller), exchange, caller)
    }

    @Sendable private static func edit(_ exchange: Exchange, _ caller: Caller) async throws -> HTTPResponse {
        let id = try exchange.folderID()
        var fields = JSONFields(try await exchange.jsonObject())
        let name = fields.has("name") ? fields.string("name") : nil
        let parent = fields.folder("parentId")
        try fields.end()
        let folder = try await exchange.library.editFolder(
            id, FolderEdit(name: name, parentID: try parent.map { try $0?.id }),
            ifMatch: exchange.ifMatch, by: caller)
        return try await answer(folder, exchange, caller)
    }

    @Sendable private static func delete(_ exchange: Exchange, _ caller: Caller) async throws -> HTTPResponse {
        var fields = QueryFields(try exchange.query())
        let contents = fields.choice("contents", of: FolderContents.self) ?? .refuse
        let isForced = fields.flag("force")
        try fields.end()
        try await exchange.library.deleteFolder(
            try exchange.folderID(), contents: contents, isForced: isForced, ifMatch: exchange.ifMatch, by: caller)
        return .noContent()
    }

    private static func answer(
        _ folder: Folder, _ exchange: Exchange, _ caller: Caller, status: Int = 200
    ) async throws -> HTTPResponse {
        let path = try await exchange.library.folderPath(to: folder.id, by: caller)
        var response = HTTPResponse.json(FolderBody(folder, path: path), status: status)
        response.headers.append(("ETag", folder.entityTag))
        return response
    }
}

/// A folder as it is answered; absent values are written as null.
private struct FolderBody: Encodable {
    struct Step: Encodable {
        let id: String
        let name: String
    }

    private let folder: Folder
    /// From the root down to the folder itself; in lists nil, and left out.
    private let path: [Step]?

    init(_ folder: Folder, path: [Folder]? = nil) {
        self.folder = folder
        self.path = path?.map { Step(id: $0.id.description, name: $0.name) }
    }

    private enum Key: String, CodingKey { case id, parentId, name, path, createdAt, updatedAt }

    func encode(to encoder: any Encoder) throws {
        var body = encoder.container(keyedBy: Key.self)
        try body.encode(folder.id.description, forKey: .id)
        try body.encode(folder.parentID?.description, forKey: .parentId)
        try body.encode(folder.name, forKey: .name)
        try body.encodeIfPresent(path, forKey: .path)
        try body.encode(folder.createdAt.description, forKey: .createdAt)
        try body.encode(folder.updatedAt.description, forKey: .updatedAt)
    }
}

extension Exchange {
    /// The folder id in the path; a malformed one is as unknown as a missing one (M2).
    func folderID() throws(FolderError) -> FolderID {
        guard let id = parameters["id"].flatMap({ FolderID($0) }) else { throw .notFound() }
        return id
    }
}

/// A folder that a field names.
struct NamedFolder {
    let field: String
    let text: String

    /// Throws ``FolderError`` `notFound` where no folder can have such an id: a malformed one is as unknown as a missing one (M2).
    var id: FolderID {
        get throws(FolderError) {
            guard let id = FolderID(text) else { throw .notFound(field: field) }
            return id
        }
    }
}

extension JSONFields {
    /// A folder's id; nil when the field is absent, an inner nil for null.
    mutating func folder(_ name: String) -> NamedFolder?? {
        guard has(name) else { return nil }
        return .some(optionalString(name).map { NamedFolder(field: name, text: $0) })
    }
}

extension FolderQuery.Parent {
    fileprivate init?(_ text: String) {
        if text == "root" {
            self = .root
        } else if let id = FolderID(text) {
            self = .folder(id)
        } else {
            return nil
        }
    }
}

/// Cursors of a list of folders as clients carry them.
extension FolderPosition {
    var text: String { Base64URL.encode(Array("f\(id)\(foldedName)".utf8)) }

    init?(_ text: String) {
        guard let bytes = Base64URL.decode(text), let plain = String(validating: bytes, as: UTF8.self), plain.hasPrefix("f"),
            let id = FolderID(String(plain.dropFirst().prefix(36)))
        else { return nil }
        self.init(foldedName: String(plain.dropFirst(37)), id: id)
    }
}
