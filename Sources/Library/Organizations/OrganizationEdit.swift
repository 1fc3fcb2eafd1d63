/// What can be set about an organization, by the names the API, the settings page and `organization set` use.
package enum OrganizationField: Hashable, Sendable {
    case name, profile, plan, maxFileBytes, maxStorageBytes, allowedOrigins
    /// One rule of its policy.
    case policy(PolicyKey)

    /// Every field, in the order people read them.
    package static let all: [OrganizationField] =
        [.name, .plan, .profile, .maxFileBytes, .maxStorageBytes, .allowedOrigins]
        + PolicyKey.allCases.map(OrganizationField.policy)

    /// `name`, `maxFileBytes`, `policy.trashDays`: how problems and the audit log call it.
    package var name: String {
        if case .policy(let key) = self { "policy.\(key.rawValue)" } else { key }
    }

    /// `name`, `maxFileBytes`, `trashDays`: the key of `organization set`.
    package var key: String {
        switch self {
        case .name: "name"
        case .profile: "profile"
        case .plan: "plan"
        case .maxFileBytes: "maxFileBytes"
        case .maxStorageBytes: "maxStorageBytes"
        case .allowedOrigins: "allowedOrigins"
        case .policy(let key): key.rawValue
        }
    }

    /// The field whose ``key`` this is; nil when there is none.
    package init?(key: String) {
        guard let field = Self.all.first(where: { $0.key == key }) else { return nil }
        self = field
    }

    /// What a value may be, for a sentence.
    package var accepts: String {
        switch self {
        case .name: "1 to 200 characters, without control characters or marks that change the direction of text"
        case .profile: Profile.allCases.map(\.rawValue).joined(separator: ", ")
        case .plan: Plan.allCases.map(\.rawValue).joined(separator: ", ")
        case .maxFileBytes, .maxStorageBytes: "a size such as 26214400 or 25 MB, or nothing to follow the plan"
        case .allowedOrigins:
            "up to \(AllowedOrigin.maximumCount) origins such as https://www.example.com, without a path or a *, or nothing"
        case .policy(.largestFileBytes): "a size such as 5242880 or 5 MB, or plan"
        case .policy(let key): key.accepts
        }
    }
}

/// Changes to an organization's settings: all of them are made, or none.
package struct OrganizationEdit: Sendable {
    /// The new values as text; nil gives back the plan's or the profile's value.
    package var values: [OrganizationField: String?]

    package init(_ values: [OrganizationField: String?] = [:]) { self.values = values }

    /// From the `key=value` of a command line: a value left empty gives the plan's or the profile's back.
    ///
    /// Throws ``OrganizationError`` `invalidFields` naming the keys there are.
    package init(settings: [(key: String, value: String)]) throws(OrganizationError) {
        values = [:]
        for (key, value) in settings {
            guard let field = OrganizationField(key: key) else {
                let keys = OrganizationField.all.map(\.key).joined(separator: ", ")
                throw .invalidFields([
                    FieldProblem(
                        field: key, code: "unknown_field", detail: "There is no setting “\(key)”. There are \(keys).")
                ])
            }
            values[field] = .some(value.isEmpty ? nil : value)
        }
    }

    /// Throws who alone may make these changes: limits are the server's to set, rules the owners' (M3, M14).
    package func check(_ caller: Caller) throws(AccessError) {
        try caller.require(.administer)
        for field in OrganizationField.all where values.keys.contains(field) {
            switch field {
            case .name, .allowedOrigins: continue
            case .plan, .maxFileBytes, .maxStorageBytes: try caller.requireSuperadmin(toChange: field.name)
            case .profile, .policy: try caller.requireOwner(to: "change its “\(field.name)”")
            }
        }
    }

    /// `organization` with the changes. Throws ``OrganizationError`` `invalidFields` with every problem.
    package func applied(to organization: Organization) throws(OrganizationError) -> Organization {
        var changed = organization
        var problems: [FieldProblem] = []
        for field in OrganizationField.all {
            guard let value = values[field], !changed.set(field, value) else { continue }
            problems.append(
                FieldProblem(field: field.name, code: "invalid", detail: "“\(field.key)” accepts \(field.accepts)."))
        }
        guard problems.isEmpty else { throw .invalidFields(problems) }
        return changed
    }
}

extension Organization {
    /// A name as it is stored; nil when it cannot be one.
    package static func normalizedName(_ text: String) -> String? {
        let name = text.normalizedNFC.trimmedWhitespace
        let isPlain = !name.unicodeScalars.contains(where: \.isControlOrBidirectional)
        return !name.isEmpty && name.count <= 200 && name.utf8.count <= 1600 && isPlain ? name : nil
    }

    /// The fields of `former` that differ from this, for the audit log; a value that is the plan's or the profile's is absent.
    package func changes(since former: Organization) -> [AuditChange] {
        AuditChange.between(OrganizationField.all.map { ($0.name, former.text(of: $0), text(of: $0)) })
    }

    /// The organization's own value of `field`; nil where it follows the plan or the profile.
    package func text(of field: OrganizationField) -> String? {
        switch field {
        case .name: name
        case .profile: profile.rawValue
        case .plan: plan.rawValue
        case .maxFileBytes: maxFileBytesOverride.map(String.init)
        case .maxStorageBytes: maxStorageBytesOverride.map(String.init)
        case .allowedOrigins: allowedOrigins.isEmpty ? nil : allowedOrigins.joined(separator: ", ")
        case .policy(let key): policyOverrides[key]
        }
    }

    /// Sets one field; false when `text` is none of what it accepts.
    fileprivate mutating func set(_ field: OrganizationField, _ text: String?) -> Bool {
        switch field {
        case .name: Self.put(text.flatMap(Self.normalizedName), into: &name)
        case .profile: Self.put(text.flatMap(Profile.init), into: &profile)
        case .plan: Self.put(text.flatMap(Plan.init), into: &plan)
        case .maxFileBytes: Self.put(text, into: &maxFileBytesOverride)
        case .maxStorageBytes: Self.put(text, into: &maxStorageBytesOverride)
        case .allowedOrigins: Self.put(AllowedOrigin.list(text ?? ""), into: &allowedOrigins)
        case .policy(let key): setPolicy(key, text)
        }
    }

    /// Kept as the policy writes it, so that equal rules are equal texts.
    private mutating func setPolicy(_ key: PolicyKey, _ text: String?) -> Bool {
        guard let text else {
            policyOverrides[key] = nil
            return true
        }
        var policy = profile.policy
        let size = key == .largestFileBytes ? Int64(byteSize: text).map(String.init) : nil
        guard policy.set(key, size ?? text) else { return false }
        policyOverrides[key] = policy.text(of: key)
        return true
    }

    private static func put<Value>(_ value: Value?, into place: inout Value) -> Bool {
        guard let value else { return false }
        place = value
        return true
    }

    private static func put(_ text: String?, into limit: inout Int64?) -> Bool {
        let bytes = text.flatMap { Int64(byteSize: $0) }
        guard text == nil || bytes != nil else { return false }
        limit = bytes
        return true
    }
}
