/// A billing plan: the limits an organization has unless it overrides them (M14).
package enum Plan: String, CaseIterable, Sendable {
    case free, pro, business

    /// What the plan allows unless this server's superadmin has set other limits for it.
    package var limits: Limits {
        switch self {
        case .free: Limits(maxFileBytes: 25 * .mebibyte, maxStorageBytes: 1 * .gibibyte)
        case .pro: Limits(maxFileBytes: 100 * .mebibyte, maxStorageBytes: 10 * .gibibyte)
        case .business: Limits(maxFileBytes: 250 * .mebibyte, maxStorageBytes: 50 * .gibibyte)
        }
    }
}

/// How much an organization may store, in bytes.
package struct Limits: Hashable, Sendable {
    /// The largest single file.
    package var maxFileBytes: Int64
    /// The most bytes of originals in all.
    package var maxStorageBytes: Int64

    package init(maxFileBytes: Int64, maxStorageBytes: Int64) {
        self.maxFileBytes = maxFileBytes
        self.maxStorageBytes = maxStorageBytes
    }
}

extension Int64 {
    /// What this product calls 1 MB (M14).
    package static let mebibyte: Int64 = 1_048_576
    /// What this product calls 1 GB (M14).
    package static let gibibyte: Int64 = 1024 * mebibyte
}
