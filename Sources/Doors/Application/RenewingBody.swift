internal import HTTPServer
internal import Platform

/// A body whose reader holds something by a lease: as bytes arrive, it is renewed now and then.
final class RenewingBody: HTTPRequestBody {
    private let body: any HTTPRequestBody
    private let renew: @Sendable () async -> Void
    private let renewedAt = Locked(monotonicNanoseconds())

    /// A third of the lease: two renewals may be lost before it runs out.
    private static let interval: UInt64 = 20_000_000_000

    init(_ body: any HTTPRequestBody, renew: @escaping @Sendable () async -> Void) {
        self.body = body
        self.renew = renew
    }

    func read(into buffer: UnsafeMutableRawBufferPointer) async throws(HTTPError) -> Int {
        let count = try await body.read(into: buffer)
        if isDue() { await renew() }
        return count
    }

    private func isDue() -> Bool {
        let now = monotonicNanoseconds()
        return renewedAt.withLock { renewedAt in
            guard now - renewedAt > Self.interval else { return false }
            renewedAt = now
            return true
        }
    }
}
