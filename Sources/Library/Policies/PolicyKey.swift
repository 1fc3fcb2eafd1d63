/// The single values of a policy that an owner may set, by the names the settings page, the API and `organization set` use.
package enum PolicyKey: String, CaseIterable, Sendable {
    case acceptedTypes, acceptsExternalAssets, largestFileBytes, blankPathTaken, requiresMediaType, deleteInUse, deletedMeans,
        forcedDeleteMeans, trashDays
    case readRole, downloadRole, uploadRole, editRole, deleteRole, purgeRole, exportRole

    /// The capability a role key is about.
    package var capability: Capability? {
        switch self {
        case .readRole: .read
        case .downloadRole: .download
        case .uploadRole: .upload
        case .editRole: .edit
        case .deleteRole: .delete
        case .purgeRole: .purge
        case .exportRole: .export
        default: nil
        }
    }

    /// What a value may be, for a sentence.
    package var accepts: String {
        switch self {
        case .acceptedTypes: "all, or kinds (\(AssetKind.allCases.map(\.rawValue).joined(separator: ", "))), or MIME types"
        case .largestFileBytes: "a number of bytes from 1, or plan"
        case .blankPathTaken: names(Policy.BlankPathTaken.self)
        case .acceptsExternalAssets, .requiresMediaType: "true or false"
        case .deleteInUse: names(Policy.DeleteInUse.self)
        case .deletedMeans: names(Policy.DeletedMeans.self)
        case .forcedDeleteMeans: "trash or purge"
        case .trashDays: "a number of days from 1 to 3650, or never"
        default: "\(Role.allCases.map(\.rawValue).joined(separator: ", ")) or nobody"
        }
    }

    private func names<Choice: RawRepresentable<String> & CaseIterable>(_: Choice.Type) -> String {
        Choice.allCases.map(\.rawValue).joined(separator: ", ")
    }
}

extension Policy {
    /// This policy with an owner's own values; one that cannot be read leaves the profile's.
    package func overridden(by values: [PolicyKey: String]) -> Policy {
        var policy = self
        for (key, text) in values { _ = policy.set(key, text) }
        return policy
    }

    /// The value of `key` as ``set(_:_:)`` reads it.
    package func text(of key: PolicyKey) -> String {
        switch key {
        case .acceptedTypes: acceptedTypes.text
        case .acceptsExternalAssets: "\(acceptsExternalAssets)"
        case .largestFileBytes: largestFileBytes.map(String.init) ?? "plan"
        case .blankPathTaken: blankPathTaken.rawValue
        case .requiresMediaType: "\(requiresMediaType)"
        case .deleteInUse: deleteInUse.rawValue
        case .deletedMeans: deletedMeans.rawValue
        case .forcedDeleteMeans: forcedDeleteMeans.rawValue
        case .trashDays: trashDays.map(String.init) ?? "never"
        default: key.capability.flatMap { leastRoles[$0]?.rawValue } ?? "nobody"
        }
    }

    /// Sets one value; false when `text` is none of ``PolicyKey/accepts``.
    package mutating func set(_ key: PolicyKey, _ text: String) -> Bool {
        switch key {
        case .acceptedTypes: Self.put(AcceptedTypes(text), into: &acceptedTypes)
        case .acceptsExternalAssets: Self.put(Bool(text), into: &acceptsExternalAssets)
        case .largestFileBytes: Self.put(text, or: "plan", 1...Int64.max, into: &largestFileBytes)
        case .blankPathTaken: Self.put(BlankPathTaken(rawValue: text), into: &blankPathTaken)
        case .requiresMediaType: Self.put(Bool(text), into: &requiresMediaType)
        case .deleteInUse: Self.put(DeleteInUse(rawValue: text), into: &deleteInUse)
        case .deletedMeans: Self.put(DeletedMeans(rawValue: text), into: &deletedMeans)
        case .forcedDeleteMeans: text != "archive" && Self.put(DeletedMeans(rawValue: text), into: &forcedDeleteMeans)
        case .trashDays: Self.put(text, or: "never", 1...3650, into: &trashDays)
        default: setRole(key, text)
        }
    }

    private mutating func setRole(_ key: PolicyKey, _ text: String) -> Bool {
        guard let capability = key.capability else { return false }
        let role = Role(rawValue: text)
        guard role != nil || text == "nobody" else { return false }
        leastRoles[capability] = role
        return true
    }

    private static func put<Value>(_ value: Value?, into place: inout Value) -> Bool {
        guard let value else { return false }
        place = value
        return true
    }

    private static func put<Number: FixedWidthInteger>(
        _ text: String, or none: String, _ range: ClosedRange<Number>, into place: inout Number?
    ) -> Bool {
        if text == none {
            place = nil
            return true
        }
        guard let number = Number(text), range.contains(number) else { return false }
        place = number
        return true
    }
}
