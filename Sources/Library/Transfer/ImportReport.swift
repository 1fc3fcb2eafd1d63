/// What became of one file, content item or usage of an import.
package enum ImportOutcome: Sendable, Equatable {
    case imported
    /// An earlier import brought it.
    case present
    /// It stays out; a stable code, and a sentence for people.
    case skipped(code: String, reason: String)
}

/// How many things of a sort an import brought.
package struct ImportTally: Sendable, Equatable {
    package private(set) var imported = 0
    package private(set) var present = 0
    package private(set) var skipped = 0
    /// By code; they add up to ``skipped``.
    package private(set) var skippedByCode: [String: Int] = [:]

    package init() {}

    package mutating func count(_ outcome: ImportOutcome, _ times: Int = 1) {
        switch outcome {
        case .imported: imported += times
        case .present: present += times
        case .skipped(let code, _):
            skipped += times
            skippedByCode[code, default: 0] += times
        }
    }
}

/// What an import did, or would have done.
package struct ImportReport: Sendable, Equatable {
    package var assets = ImportTally()
    package var content = ImportTally()
    /// Declared ones; the others follow from the content.
    package var usages = ImportTally()

    package init() {}
}

/// Something an import has come past.
package struct ImportEvent: Sendable {
    /// The file's path, or what the item or asset is called.
    package let name: String
    package let outcome: ImportOutcome

    package init(_ name: String, _ outcome: ImportOutcome) {
        self.name = name
        self.outcome = outcome
    }
}
