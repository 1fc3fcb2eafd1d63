/// Preconditions and ranges, judged in the order of RFC 9110 13.2.2.
package enum ConditionalRequest {
    /// What to answer.
    package enum Outcome: Sendable, Equatable {
        /// The whole representation; for other methods than GET and HEAD: go ahead.
        case full
        /// 206 with these byte offsets.
        case partial(Range<UInt64>)
        /// 304.
        case notModified
        /// 416.
        case rangeNotSatisfiable
        /// 412.
        case preconditionFailed
    }

    /// Judges a request for a representation that exists.
    ///
    /// `entityTag` is the strong tag as it is sent, with its quotes; `lastModified` is in seconds since 1970; `length` in
    /// bytes. Fields that cannot be read are ignored, but an unreadable If-Match fails: its sender meant to be careful.
    package static func evaluate(
        _ method: HTTPMethod, _ headers: HTTPHeaders, entityTag: String, lastModified: Int64? = nil, length: UInt64 = 0
    ) -> Outcome {
        let isReading = method == .get || method == .head
        guard mayProceed(headers, entityTag, lastModified) else { return .preconditionFailed }
        if isUnchanged(headers, entityTag, lastModified, isReading) { return isReading ? .notModified : .preconditionFailed }
        guard method == .get, let range = headers["range"], ifRangeHolds(headers, entityTag, lastModified) else { return .full }
        return switch ByteRange.parse(range, length: length) {
        case .ignored: .full
        case .satisfiable(let range): .partial(range)
        case .unsatisfiable: .rangeNotSatisfiable
        }
    }

    private static func mayProceed(_ headers: HTTPHeaders, _ entityTag: String, _ lastModified: Int64?) -> Bool {
        if let field = combined(headers, "if-match") { return EntityTags(field)?.containsStrongly(entityTag) ?? false }
        if let limit = date(headers, "if-unmodified-since"), let lastModified { return lastModified <= limit }
        return true
    }

    private static func isUnchanged(
        _ headers: HTTPHeaders, _ entityTag: String, _ lastModified: Int64?, _ isReading: Bool
    ) -> Bool {
        if let field = combined(headers, "if-none-match") { return EntityTags(field)?.containsWeakly(entityTag) ?? false }
        if isReading, let since = date(headers, "if-modified-since"), let lastModified { return lastModified <= since }
        return false
    }

    private static func ifRangeHolds(_ headers: HTTPHeaders, _ entityTag: String, _ lastModified: Int64?) -> Bool {
        guard let field = headers["if-range"] else { return true }
        if field.hasPrefix("\"") || field.hasPrefix("W/") { return field == entityTag }
        return lastModified != nil && HTTPDate.parse(field) == lastModified
    }

    /// Several lines of one field are one list (RFC 9110 5.3).
    private static func combined(_ headers: HTTPHeaders, _ name: String) -> String? {
        let values = headers.values(name)
        return values.isEmpty ? nil : values.joined(separator: ",")
    }

    private static func date(_ headers: HTTPHeaders, _ name: String) -> Int64? { headers[name].flatMap { HTTPDate.parse($0) } }
}
