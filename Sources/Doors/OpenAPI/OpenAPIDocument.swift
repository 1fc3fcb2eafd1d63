internal import FoundationEssentials
internal import HTTPServer
internal import JSON

/// The whole description as it is served: the routes, each with what is said about it.
enum OpenAPIDocument {
    static let groups = [
        AssetDescriptions.group, UploadDescriptions.group, FolderDescriptions.group, TagDescriptions.group,
        ContentDescriptions.group, UsageDescriptions.group, RewritingDescriptions.group, ExportDescriptions.group,
        ChangeDescriptions.group, MarkdownDescriptions.group,
        OrganizationDescriptions.group, MemberDescriptions.group, InvitationDescriptions.group,
        TokenDescriptions.group, AuditDescriptions.group, SessionDescriptions.group, ServerDescriptions.group,
        DetachedAssetDescriptions.group, FileDescriptions.group, EditorDescriptions.group, SiteVariableDescriptions.group,
        MediaResourceDescriptions.group, RecordDescriptions.group, HealthDescriptions.group,
    ]

    /// - Parameter server: where it is reached, without a trailing slash.
    static func bytes(server: String) throws -> [UInt8] {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        return [UInt8](try encoder.encode(json(server: server)))
    }

    private static func json(server: String) -> JSONValue {
        .object([
            "openapi": .string("3.1.0"),
            "info": .object(["title": .string("Vitrine"), "version": .string("1"), "description": .string(introduction)]),
            "servers": .array([.object(["url": .string(server)])]),
            "tags": .array(groups.map { .object(["name": .string($0.name), "description": .string($0.text)]) }),
            "paths": .object(paths),
            "components": .object([
                "schemas": .object(schemas.mapValues(\.json)), "securitySchemes": SecurityDescriptions.schemes,
            ]),
        ])
    }

    private static let introduction = """
        A self-hosted media library. Errors are problems (RFC 9457), lists come in pages, and what can be changed has an `ETag`. \
        Unknown parameters of lists are 400, unknown fields 422. White space around a text is not kept, and not counted.
        """

    private static var schemas: [String: JSONSchema] {
        groups.reduce(into: ["Problem": ProblemDescriptions.schema]) { schemas, group in
            schemas.merge(group.schemas) { first, _ in first }
        }
    }

    /// What is said about routes that are none is said here too: that is how it is found.
    private static var paths: [String: JSONValue] {
        let routes = Dictionary(Application.routes.map { ("\($0.method) \($0.pattern)", $0) }) { first, _ in first }
        var paths: [String: [String: JSONValue]] = [:]
        for group in groups {
            for operation in group.operations {
                let route = routes["\(operation.method) \(operation.pattern)"]
                let path = operation.pattern.replacing("...}", with: "}")
                paths[path, default: [:]][operation.method.rawValue.lowercased()] = operation.json(tag: group.name, route)
            }
        }
        return paths.mapValues(JSONValue.object)
    }
}
