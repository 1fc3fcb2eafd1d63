internal import JSON

extension OperationDescription {
    /// - Parameter route: what the server does with it; nil where there is no such route.
    func json(tag: String, _ route: Route?) -> JSONValue {
        let isRepeatable = route?.repeatable != nil
        let parameters = parameters + (isRepeatable ? [.idempotencyKey] : [])
        return .object(compacting: [
            "operationId": .string(id), "tags": .texts([tag]), "summary": .string(summary),
            "description": detail.map(JSONValue.string),
            "parameters": parameters.isEmpty ? nil : .array(parameters.map(\.json)),
            "requestBody": body?.json,
            "responses": responses(route),
            "security": route.map { SecurityDescriptions.requirement($0.access, method) },
        ])
    }

    private func responses(_ route: Route?) -> JSONValue {
        var statuses = problems.union(route?.access.problems ?? []).union(body == nil ? [] : BodyDescription.problems)
        if parameters.contains(where: { $0.location == .query }) { statuses.insert(400) }
        if parameters.contains(where: { $0.name == "If-Match" }) { statuses.insert(412) }
        if route?.repeatable != nil { statuses.formUnion([400, 409]) }
        let isJSONAPI = route?.errors == .jsonAPI
        // Every request there names media types, and has parameters that it could have none of.
        if isJSONAPI { statuses.formUnion([400, 406, 415]) }
        var responses = Dictionary(
            uniqueKeysWithValues: statuses.map { ("\($0)", ProblemDescriptions.answer($0, isJSONAPI: isJSONAPI)) })
        for answer in answers { responses["\(answer.status)"] = answer.json }
        return .object(responses)
    }
}

extension BodyDescription {
    /// What any body can be refused for.
    fileprivate static let problems: Set<Int> = [400, 408, 413, 415, 422]
}

extension Route.Access {
    /// The refusals that come with it, and a database that does not answer.
    fileprivate var problems: Set<Int> {
        switch self {
        case .anybody: []
        case .api, .member, .asset: [401, 403, 404, 503]
        case .session, .superadmin, .page: [401, 403, 503]
        }
    }
}
