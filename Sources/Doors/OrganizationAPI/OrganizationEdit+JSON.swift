internal import JSON
internal import Library

extension OrganizationEdit {
    /// The fields given in a PATCH, those of `policy` among them; throws every unknown field and wrong type together.
    init(json: [String: JSONValue]) throws(OrganizationError) {
        self.init()
        var problems: [FieldProblem] = []
        for (name, value) in json.sorted(by: { $0.key < $1.key }) {
            if name == "policy" {
                readPolicy(value, &problems)
            } else {
                let field = OrganizationField(key: name).flatMap { $0.name == name ? $0 : nil }
                read(field, name, value, &problems)
            }
        }
        if !problems.isEmpty { throw .invalidFields(problems) }
    }

    private mutating func readPolicy(_ value: JSONValue, _ problems: inout [FieldProblem]) {
        guard case .object(let rules) = value else {
            problems.append(FieldProblem(field: "policy", code: "wrong_type", detail: "policy is an object of rules."))
            return
        }
        for (key, value) in rules.sorted(by: { $0.key < $1.key }) {
            read(PolicyKey(rawValue: key).map(OrganizationField.policy), "policy.\(key)", value, &problems)
        }
    }

    private mutating func read(
        _ field: OrganizationField?, _ name: String, _ value: JSONValue, _ problems: inout [FieldProblem]
    ) {
        guard let field else {
            problems.append(
                FieldProblem(field: name, code: "unknown_field", detail: "An organization has no writable field “\(name)”."))
            return
        }
        switch value {
        case .array([]) where field == .allowedOrigins: values[field] = .some(nil)
        case .array(let items) where field == .allowedOrigins && items.allSatisfy { $0.text != nil }:
            let isEachOne = items.allSatisfy { AllowedOrigin.normalized($0.text ?? "") != nil }
            values[field] = isEachOne ? items.list : "*"  // which is no origin
        case .null: values[field] = .some(nil)
        case _ where field == .allowedOrigins:
            problems.append(FieldProblem(field: name, code: "wrong_type", detail: "\(name) is a list of texts."))
        case .string(let text): values[field] = text
        case .number(let number): values[field] = Int64(exactly: number).map(String.init) ?? "\(number)"
        case .array(let items): values[field] = items.compactMap(\.text).count == items.count ? items.list : ""
        case .bool, .object: values[field] = ""  // which no field takes
        }
    }
}

extension JSONValue {
    fileprivate var text: String? {
        if case .string(let text) = self { text } else { nil }
    }
}

extension [JSONValue] {
    /// A list as the policy writes one.
    fileprivate var list: String { compactMap(\.text).joined(separator: ", ") }
}
