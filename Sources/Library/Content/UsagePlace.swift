/// A place that can hold an asset: a slot of a content item, which this library need not know (M35).
package struct UsagePlace: Hashable, Sendable {
    package let target: UsageTarget
    package let slot: ContentSlot

    package init(target: UsageTarget, slot: ContentSlot) {
        self.target = target
        self.slot = slot
    }

    /// As a client names it; throws ``UsageError`` `invalidFields` with every problem. An empty key is none.
    package static func checked(
        targetType: String, targetID: String, slotType: String, slotKey: String?, position: Int?
    ) throws(UsageError) -> UsagePlace {
        var problems: [FieldProblem] = []
        for (field, name) in [("targetType", targetType), ("slotType", slotType)] where ContentType(checking: name) == nil {
            problems.append(.notAName(field, isBlank: name.isEmpty))
        }
        let target = TextRule.usageTarget.check(targetID, &problems)
        if target == nil, problems.last?.field != "targetId" {
            problems.append(FieldProblem(field: "targetId", code: "blank", detail: "targetId must not be empty."))
        }
        let key = slotKey.flatMap { TextRule.slotKey.check($0, &problems) }
        if let position, !positions.contains(position) {
            let detail = "position is a number from \(positions.lowerBound) to \(positions.upperBound)."
            problems.append(FieldProblem(field: "position", code: "out_of_range", detail: detail))
        }
        if !problems.isEmpty { throw .invalidFields(problems) }
        return UsagePlace(
            target: UsageTarget(type: ContentType(name: targetType), externalID: target ?? ""),
            slot: ContentSlot(type: slotType, key: key, position: position))
    }

    /// What a position may be.
    package static let positions = 0...999_999_999
    /// A regular expression for the names of types and slots.
    package static let namePattern = "^[a-z][a-z0-9_-]{0,63}$"

    /// The kind of record whose media the slot holds; nil for every other slot.
    package var recordKind: RecordKind? {
        RecordKind.allCases.first { $0.contentType == target.type && $0.slotType == slot.type }
    }
}

extension Usage {
    package var place: UsagePlace { UsagePlace(target: target, slot: slot) }
}

extension FieldProblem {
    fileprivate static func notAName(_ field: String, isBlank: Bool) -> FieldProblem {
        FieldProblem(
            field: field, code: isBlank ? "blank" : "invalid",
            detail: "\(field) is a name of 1 to 64 characters: small letters, digits, _ and -, a letter first.")
    }
}

extension TextRule {
    /// What a host calls its own item.
    package static let usageTarget = TextRule(
        field: "targetId", maximumCharacters: ContentItem.maximumExternalIDCharacters, allowsLineBreaks: false)
    package static let slotKey = TextRule(field: "slotKey", maximumCharacters: 500, allowsLineBreaks: false)
}
