/// The configuration in the units a connection works with: milliseconds and bytes.
struct ConnectionLimits: Sendable {
    let head: RequestHeadParser.Limits
    let bodyBytes: UInt64
    let headerTimeout: UInt64
    let idleTimeout: UInt64
    let bodyTimeout: UInt64
    let writeTimeout: UInt64
    let lingerTimeout: UInt64
    let bodyRate: BodyRate
    let inlineFileBytes: Int64

    init(_ configuration: HTTPServerConfiguration) {
        head = .init(
            headBytes: configuration.maximumHeadBytes, fields: configuration.maximumHeaderFields,
            targetBytes: configuration.maximumTargetBytes)
        bodyBytes = configuration.maximumBodyBytes
        headerTimeout = configuration.headerTimeout.milliseconds
        idleTimeout = configuration.idleTimeout.milliseconds
        bodyTimeout = configuration.bodyTimeout.milliseconds
        writeTimeout = configuration.writeTimeout.milliseconds
        lingerTimeout = configuration.lingerTimeout.milliseconds
        bodyRate = BodyRate(
            bytesPerSecond: configuration.minimumBodyBytesPerSecond, window: configuration.bodyRateWindow.milliseconds)
        inlineFileBytes = configuration.inlineFileBytes
    }
}

extension Duration {
    /// Whole milliseconds; 0 for a negative duration, a year for a longer one.
    fileprivate var milliseconds: UInt64 {
        let seconds = min(max(components.seconds, 0), 366 * 86400)
        return UInt64(seconds) * 1000 + UInt64(max(0, components.attoseconds / 1_000_000_000_000_000))
    }
}
