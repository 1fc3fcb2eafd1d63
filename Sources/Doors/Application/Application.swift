internal import Dashboard
package import HTTPServer
internal import Library
package import Observability
package import Operations
internal import Platform

/// All doors behind one handler: finds the route, settles who asks, answers, counts and logs.
package struct Application: HTTPHandler {
    private let services: Services
    private let router: Router<Route>

    package init(
        library: MediaLibrary, configuration: DoorsConfiguration, resources: StaticResources, log: Log, metrics: Metrics,
        openConnections: @escaping @Sendable () -> Int
    ) {
        services = Services(
            library: library, configuration: configuration, resources: resources, log: log, metrics: metrics,
            openConnections: openConnections)
        var router = Router<Route>()
        for route in Self.routes { router.add(route.method, route.pattern, route) }
        self.router = router
    }

    /// Every route there is; each declares who may use it.
    static let routes: [Route] =
        HealthRoutes.all + FileRoutes.all + UploadedFileRoutes.all + ExportRoutes.all + SessionRoutes.all + AssetRoutes.all
        + TagRoutes.all + SignedAddressRoutes.all
        + ThumbnailRoutes.all
        + OrganizationRoutes.all
        + FolderRoutes.all + ContentRoutes.all + UsageRoutes.all + RewritingRoutes.all + ReferenceRoutes.all + BulkRoutes.all
        + MarkdownRoutes.all
        + OpenAPIRoutes.all + AuditRoutes.all + ChangeRoutes.all
        + AuditPageRoutes.all + RecordPageRoutes.all
        + DetachedAssetRoutes.all + SiteVariableRoutes.all
        + MemberRoutes.all + InvitationRoutes.all + OrganizationsRoutes.all + HomeRoutes.all
        + MemberPageRoutes.all + InvitationPageRoutes.all
        + TokenRoutes.all + ProfileRoutes.all + TokenPageRoutes.all
        + LoginRoutes.all + LibraryPageRoutes.all + AddressPageRoutes.all + FolderPageRoutes.all + BulkPageRoutes.all
        + UsagePageRoutes.all + RewritingPageRoutes.all + ReferencePageRoutes.all
        + TrashPageRoutes.all
        + DocumentPageRoutes.all + ContentPageRoutes.all
        + ReplacePageRoutes.all + ThumbnailPageRoutes.all + SettingsPageRoutes.all
        + ImageUploadRoutes.all + DownloadRoutes.all + AdminMediaRoutes.all
        + MediaResourceRoutes.all + RecordRoutes.all + RecordMediaRoutes.all
        + TusRoutes.all + UploadRoutes.all + UploadPageRoutes.all
        + StaticRoutes.all

    package func handle(_ request: HTTPRequest, body: any HTTPRequestBody) async throws -> HTTPResponse {
        let started = monotonicNanoseconds()
        let requestID = RequestID.make()
        var pattern = "unmatched"
        var response: HTTPResponse
        switch router.match(request.method, request.path) {
        case .found(let route, let parameters):
            pattern = route.pattern
            let exchange = Exchange(services: services, request: request, parameters: parameters, body: body, id: requestID)
            response = try await answer(exchange, route)
        case .methodNotAllowed(let allowed):
            if let preflight = await preflight(request, allowed) {
                (pattern, response) = ("preflight", preflight)
                break
            }
            response = Problem(status: 405, code: "method_not_allowed", detail: "Allowed here: \(allowed.list).")
                .response(at: request.path)
            response.headers.append(("Allow", allowed.list))
        case .notFound:
            response = await unknownAddress(request, body, requestID)
        }
        response.headers.append(("X-Request-Id", requestID))
        record(request, response, pattern, requestID, monotonicNanoseconds() - started)
        return response
    }

    private nonisolated(nonsending) func answer(_ exchange: Exchange, _ route: Route) async throws -> HTTPResponse {
        guard let origin = exchange.foreignOrigin(for: route) else { return try await answerAtHome(exchange, route) }
        var exchange = exchange
        do {
            exchange.caller = try await exchange.caller(from: origin)
        } catch {
            return await exchange.refusal(error, to: origin, route)
        }
        return try await answerAtHome(exchange, route).shared(with: origin)
    }

    private nonisolated(nonsending) func answerAtHome(_ exchange: Exchange, _ route: Route) async throws -> HTTPResponse {
        do {
            return try await route.answer(exchange)
        } catch is CancellationError {
            throw HTTPError.cancelled
        } catch let error as HTTPError {
            guard let told = RequestError(error) else { throw error }
            return await route.errors.response(to: told, exchange)
        } catch {
            return await route.errors.response(to: error, exchange)
        }
    }

    /// The answer to a browser that asks, before a page of another site may use the API here, whether some organization lets that site
    /// in: whose the request will be it cannot say. Nil for any other request.
    private func preflight(_ request: HTTPRequest, _ allowed: [HTTPMethod]) async -> HTTPResponse? {
        guard request.method == .options, let origin = request.headers["origin"]?.lowercased(),
            request.headers["access-control-request-method"] != nil, let method = allowed.first,
            case .found(let route, _) = router.match(method, request.path), route.isForListedSites
        else { return nil }
        do {
            guard try await services.library.isOriginAllowed(origin) else { throw AccessError.originNotAllowed(origin) }
            return .preflight(from: origin, allowing: allowed.list)
        } catch {
            return Problem(error).response
        }
    }

    /// In words for a browser, as a problem for everybody else.
    private func unknownAddress(_ request: HTTPRequest, _ body: any HTTPRequestBody, _ id: String) async -> HTTPResponse {
        let problem = Problem(status: 404, code: "not_found", detail: "There is nothing at this address.")
        if Problem.isJSONAPI(request.path) { return problem.document() }
        guard request.method.isSafe, request.headers["accept"]?.contains("text/html") == true else { return problem.response }
        let exchange = Exchange(services: services, request: request, parameters: PathParameters(), body: body, id: id)
        return await exchange.errorPage(problem)
    }

    /// A path that lets somebody in is a secret, and logs are read by many.
    private func loggedPath(_ request: HTTPRequest, _ pattern: String) -> String {
        pattern.contains("{secret}") ? pattern : String(request.path)
    }

    private func record(_ request: HTTPRequest, _ response: HTTPResponse, _ pattern: String, _ id: String, _ nanoseconds: UInt64)
    {
        services.metrics.countRequest(
            method: request.method.rawValue, route: pattern, status: response.status, nanoseconds: nanoseconds)
        let level: LogLevel = response.status >= 500 ? .error : .info
        guard services.log.isEnabled(level) else { return }
        services.log.write(
            level, "request",
            [
                "id": id, "method": request.method.rawValue, "path": loggedPath(request, pattern), "status": "\(response.status)",
                "ms": "\(nanoseconds / 1_000_000)", "from": request.remoteAddress,
            ])
    }
}

extension [HTTPMethod] {
    fileprivate var list: String { map(\.rawValue).joined(separator: ", ") }
}
