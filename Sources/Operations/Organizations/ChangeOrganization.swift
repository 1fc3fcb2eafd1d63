internal import Database
package import Library
internal import LibraryStore

extension MediaLibrary {
    /// Changes an organization's settings, all or none; what changes nothing leaves no trace. `entityTag` is the request's `If-Match`.
    ///
    /// Throws ``AccessError`` naming who may, ``OrganizationError`` `changedMeanwhile`, or `invalidFields` with every problem.
    package func changeOrganization(
        _ edit: OrganizationEdit, ifMatch entityTag: String? = nil, by caller: Caller
    ) async throws -> Organization {
        try edit.check(caller)
        let now = now
        do {
            return try await database.write { transaction in
                try await transaction.organizations.lock(caller.organization.id)
                let before = try await transaction.organizations.current(of: caller, ifMatch: entityTag)
                let after = try edit.applied(to: before)
                let changes = after.changes(since: before)
                if changes.isEmpty { return before }
                try await transaction.organizations.updateSettings(after)
                try await transaction.history.record(AuditEntry(by: caller, "organization.change", changes: changes, at: now))
                return try await transaction.organizations.current(of: caller)
            }
        } catch {
            throw ServiceError.explaining(error)
        }
    }

    /// The same for the command line: `key=value`, an empty value gives the plan's or the profile's back.
    package func changeOrganization(_ slug: String, settings: [(key: String, value: String)]) async throws -> Organization {
        let edit = try OrganizationEdit(settings: settings)
        return try await changeOrganization(edit, by: try await commandLineCaller(in: slug))
    }
}

extension Organization {
    /// The name as it is stored; throws what it may be.
    static func checkedName(_ text: String) throws(OrganizationError) -> String {
        guard let name = normalizedName(text) else {
            throw .invalidFields([
                FieldProblem(field: "name", code: "invalid", detail: "“name” accepts \(OrganizationField.name.accepts).")
            ])
        }
        return name
    }
}
