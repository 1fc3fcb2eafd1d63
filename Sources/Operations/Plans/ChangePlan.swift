internal import Database
package import Library
internal import LibraryStore

extension MediaLibrary {
    /// Sets what a plan allows on this server, for every organization of it without limits of its own (M14): `maxFileBytes` and
    /// `maxStorageBytes`, an empty value gives the plan's back. All are set or none.
    ///
    /// Throws ``AccessError`` `superadminRequired`, ``OrganizationError`` `invalidFields` with every problem.
    package func changePlan(
        _ plan: Plan, settings: [(key: String, value: String)], by caller: ServerCaller
    ) async throws -> PlanLimits {
        try caller.requireSuperadmin()
        do {
            return try await database.write { transaction in
                let overrides = try await transaction.plans.overrides(of: plan).applying(settings)
                try await transaction.plans.set(overrides, of: plan)
                return PlanLimits(plan: plan, overrides: overrides)
            }
        } catch {
            throw ServiceError.explaining(error)
        }
    }
}

extension LimitOverrides {
    fileprivate func applying(_ settings: [(key: String, value: String)]) throws(OrganizationError) -> LimitOverrides {
        var limits = self
        var problems: [FieldProblem] = []
        for (key, value) in settings {
            let bytes = Int64(byteSize: value)
            if !value.isEmpty, bytes == nil {
                let detail = "“\(key)” accepts a size such as 26214400 or 25 MB, or nothing."
                problems.append(FieldProblem(field: key, code: "invalid", detail: detail))
            }
            switch key {
            case "maxFileBytes": limits.maxFileBytes = bytes
            case "maxStorageBytes": limits.maxStorageBytes = bytes
            default:
                let detail = "A plan has no limit “\(key)”. There are maxFileBytes, maxStorageBytes."
                problems.append(FieldProblem(field: key, code: "unknown_field", detail: detail))
            }
        }
        guard problems.isEmpty else { throw .invalidFields(problems) }
        return limits
    }
}
