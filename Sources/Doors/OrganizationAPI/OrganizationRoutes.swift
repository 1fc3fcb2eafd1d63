internal import HTTPServer
internal import Library
internal import Operations

/// `/organization` and its logo (M66).
enum OrganizationRoutes {
    static let all = [
        Route(.get, "/organization", .api(.read, show)),
        Route(.patch, "/organization", .api(.administer, change)),
        Route(.put, "/organization", .api(.administer, change)),
        Route(.delete, "/organization", .api(.administer, delete)),
        Route(.put, "/organization/logo", .api(.administer, setLogo)),
        Route(.delete, "/organization/logo", .api(.administer, removeLogo)),
    ]

    @Sendable private static func show(_ exchange: Exchange, _ caller: Caller) async throws -> HTTPResponse {
        answer(caller.organization, exchange)
    }

    @Sendable private static func change(_ exchange: Exchange, _ caller: Caller) async throws -> HTTPResponse {
        let edit = try OrganizationEdit(json: try await exchange.jsonObject())
        let organization = try await exchange.library.changeOrganization(
            edit, ifMatch: exchange.ifMatch, by: caller)
        return answer(organization, exchange)
    }

    @Sendable private static func delete(_ exchange: Exchange, _ caller: Caller) async throws -> HTTPResponse {
        if caller.tokenID != nil { throw AccessError.sessionRequired }
        var fields = JSONFields(try await exchange.jsonObject())
        guard let slug = fields.optionalString("slug") else {
            throw OrganizationError.notConfirmed(slug: caller.organization.slug)
        }
        try fields.end()
        try await exchange.library.deleteOrganization(
            confirmedBy: slug, ifMatch: exchange.ifMatch, by: caller)
        return .noContent()
    }

    @Sendable private static func setLogo(_ exchange: Exchange, _ caller: Caller) async throws -> HTTPResponse {
        let reader = try AssetUpload.multipart(exchange)
        guard let part = try await reader.nextPart(), part.name == "file", part.fileName != nil else {
            throw LogoError.missingFile
        }
        let organization = try await exchange.library.setLogo(
            LastPart(reader: reader), ifMatch: exchange.ifMatch, by: caller)
        return answer(organization, exchange)
    }

    @Sendable private static func removeLogo(_ exchange: Exchange, _ caller: Caller) async throws -> HTTPResponse {
        try await exchange.library.removeLogo(ifMatch: exchange.ifMatch, by: caller)
        return .noContent()
    }

    private static func answer(_ organization: Organization, _ exchange: Exchange) -> HTTPResponse {
        var response = HTTPResponse.json(OrganizationBody(organization, exchange))
        response.headers.append(("ETag", organization.entityTag))
        return response
    }
}
