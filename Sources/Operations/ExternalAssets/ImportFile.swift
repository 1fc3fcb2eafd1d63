internal import HTTPClient
package import Library

extension MediaLibrary {
    /// Fetches the file at `address` and stores it as ``upload(_:_:by:)`` does, of which it is one (M9): the same limits, rules, quota and
    /// duplicates. `sourceURL` keeps where it came from.
    ///
    /// The file name in `details` is used where it is not empty; else the one the other server suggests, else the address's last part.
    /// Throws ``ImportError`` too, and then nothing of the file is left.
    package func importFile(at address: String, _ details: UploadDetails, by caller: Caller) async throws -> UploadOutcome {
        try caller.require(.upload)
        guard let address = WebAddress(address) else { throw AssetError.invalidFields([.noWebAddress("importUrl")]) }
        // Nothing goes out for a request that is refused anyway.
        _ = try details.record(asFarAsIn: caller.organization.policy)
        let download = try await fetch(address, within: .seconds(600))
        var details = details
        details.sourceURL = address.withoutFragment
        details.declaredByteSize = download.declaredByteSize
        if details.fileName.isEmpty { details.fileName = download.suggestedFileName ?? address.lastSegment ?? address.host }
        return try await upload(DownloadSource(download), details, by: caller)
    }

    /// The file at `address`, by way of the guard; throws ``ImportError``.
    func fetch(_ address: WebAddress, within limit: Duration) async throws -> OutboundDownload {
        do {
            return try await outbound.fetch(address.withoutFragment, within: limit)
        } catch {
            throw ImportError.explaining(error)
        }
    }
}

/// A file on its way from another server, as an upload's bytes.
struct DownloadSource: UploadSource {
    private let download: OutboundDownload

    init(_ download: OutboundDownload) { self.download = download }

    func read(into buffer: UnsafeMutableRawBufferPointer) async throws -> Int {
        do {
            return try await download.read(into: buffer)
        } catch {
            throw ImportError.explaining(error)
        }
    }
}

extension ImportError {
    fileprivate static func explaining(_ error: OutboundError) -> any Error {
        switch error {
        case .addressRefused: ImportError.addressRefused
        // The address itself was in order: it is where it leads that is not.
        case .redirectRefused, .malformedAddress: ImportError.redirectRefused
        case .unreachable(let reason): ImportError.unreachable(cause: reason)
        case .status(let status): ImportError.status(status)
        case .invalidAnswer(let reason): ImportError.invalidAnswer(cause: reason)
        case .timedOut: ImportError.timedOut
        case .interrupted(let reason): ImportError.interrupted(cause: reason)
        case .cancelled: CancellationError()
        }
    }
}
