internal import Library

/// The settings that `OrganizationEdit(json:)` reads; null gives the plan's or the profile's value back.
enum OrganizationEditDescription {
    static let schema = JSONSchema.object(
        [:],
        optional: [
            "name": .text(maximum: 200, pattern: TextPattern.plain(isRequired: true)),
            "plan": JSONSchema.choice(Plan.self).described("A superadmin's to change."),
            "profile": JSONSchema.choice(Profile.self).described("An owner's to change, as all rules are."),
            "maxFileBytes": size.described("A superadmin's to change. A number of bytes, or `25 MB`; null follows the plan."),
            "maxStorageBytes": size.described("A superadmin's to change. A number of bytes, or `1 GB`; null follows the plan."),
            "allowedOrigins": JSONSchema.list(of: .text(pattern: origin), maximum: AllowedOrigin.maximumCount).orNull
                .described("Sites whose pages may use the API with a token, such as https://www.example.com."),
            "policy": .object(
                [:], optional: Dictionary(uniqueKeysWithValues: PolicyKey.allCases.map { ($0.rawValue, rule($0)) })),
        ])

    private static let origin = "^https?://[a-z0-9]{1,63}(?:\\.[a-z0-9]{1,63}){0,2}(?::[1-9][0-9]{0,3})?$"
    private static let number = JSONSchema.integer(from: 0, to: 1 << 53)
    private static let sizeText = JSONSchema.text(pattern: "^[0-9]{1,9} ?(?:[kKmMgG]?[bB])?$")
    private static let size = JSONSchema.any(of: [number, sizeText]).orNull

    private static func rule(_ key: PolicyKey) -> JSONSchema {
        let schema: JSONSchema =
            switch key {
            case .acceptedTypes: .any(of: [.constant("all"), types])
            case .largestFileBytes: .any(of: [.integer(from: 1, to: 1 << 53), .constant("plan")])
            case .trashDays: .any(of: [.integer(from: 1, to: 3650), .constant("never")])
            default: .choice(key.choices ?? [])
            }
        return schema.orNull.described(key.accepts)
    }

    private static let types = JSONSchema.any(of: [
        .list(of: .choice(AssetKind.self), minimum: 1),
        .list(of: .text(pattern: "^[a-z0-9.+-]{1,60}/[a-z0-9.+-]{1,60}$"), minimum: 1),
    ])
}
