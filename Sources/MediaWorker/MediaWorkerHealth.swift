/// Whether pictures can be decoded, for `/readyz`.
package enum MediaWorkerHealth: Sendable, Equatable {
    /// A worker runs inside `sandbox` ("bubblewrap" or "landlock").
    case ready(sandbox: String)
    /// No worker runs; decoding is off.
    case unavailable(reason: String)
}
