/// A billing plan: the limits an organization has unless it overrides them (M14).
package enum Plan: String, CaseIterable, Sendable {
    case free, pro, business

    /// The largest single file, in bytes.
    package var maxFileBytes: Int64 {
        switch self {
        case .free: 25 * .mebibyte
        case .pro: 100 * .mebibyte
        case .business: 250 * .mebibyte
        }
    }

    /// The most bytes of originals in all.
    package var maxStorageBytes: Int64 {
        switch self {
        case .free: 1 * .gibibyte
        case .pro: 10 * .gibibyte
        case .business: 50 * .gibibyte
        }
    }
}

extension Int64 {
    /// What this product calls 1 MB (M14).
    package static let mebibyte: Int64 = 1_048_576
    /// What this product calls 1 GB (M14).
    package static let gibibyte: Int64 = 1024 * mebibyte
}
