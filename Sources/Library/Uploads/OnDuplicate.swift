/// What becomes of an upload whose bytes the organization holds already; raw values are the `onDuplicate` parameter's (M21).
package enum OnDuplicate: String, CaseIterable, Sendable {
    /// A second asset.
    case copy
    /// The existing asset is the answer, and nothing is stored.
    case reuse
    /// ``AssetError`` `duplicate`.
    case error
}
