internal import Cryptography
internal import HTTPServer
internal import Platform

/// Names a request by its route and body, so that another one under the same `Idempotency-Key` is noticed.
///
/// A form is named by its parts, as every retry writes another boundary between them: by name, file name and content of each.
final class RequestFingerprint: MultipartObserver {
    /// The hash where the body was there at once; nil while a form is being read.
    let whole: [UInt8]?
    private let state: Locked<State>

    private struct State {
        let digest = SHA256()
        var part: SHA256?
        var hash: [UInt8]?

        mutating func endPart() {
            if let part { digest.update(part.finalize()) }
            part = nil
        }
    }

    init(_ request: HTTPRequest, body: [UInt8]?) {
        let state = State()
        state.digest.take("\(request.method.rawValue) \(request.target)")
        if let body {
            state.digest.update(SHA256.hash(body))
            whole = state.digest.finalize()
        } else {
            whole = nil
        }
        self.state = Locked(state)
    }

    /// The request's name as far as it was read; that of a form that was not read to its end is like no other's.
    var hash: [UInt8] {
        whole ?? state.withLock { $0.hash } ?? RandomToken.random(SHA256.byteCount)
    }

    func begin(_ part: MultipartPart) {
        state.withLock { state in
            state.endPart()
            state.digest.take(part.name)
            state.digest.take(part.fileName.map { "file \($0)" } ?? "text")
            state.part = SHA256()
        }
    }

    func take(_ bytes: UnsafeRawBufferPointer) { state.withLock { $0.part?.update(bytes) } }

    func end() {
        state.withLock { state in
            state.endPart()
            if state.hash == nil { state.hash = state.digest.finalize() }
        }
    }
}

extension SHA256 {
    /// A text with its length, so that two of them are not taken for one.
    fileprivate func take(_ text: String) {
        update(Array("\(text.utf8.count) ".utf8))
        update(Array(text.utf8))
    }
}

extension Exchange {
    private static let maximumWholeBytes = 1 << 20

    /// This exchange with a fingerprint: of its body now, or of its form as that is read.
    func observingBody() async throws -> Exchange {
        var observed = self
        if request.headers["content-type"]?.lowercased().hasPrefix("multipart/form-data") == true {
            observed.fingerprint = RequestFingerprint(request, body: nil)
            return observed
        }
        let bytes = try await wholeBody(upTo: Self.maximumWholeBytes)
        observed.fingerprint = RequestFingerprint(request, body: bytes)
        return observed.with(body: HTTPBytesBody(bytes))
    }

    /// Reads the form for its fingerprint alone.
    func readForm() async throws {
        let reader = try MultipartReader(
            contentType: request.headers["content-type"], body: body, limits: AssetUpload.limits, observer: fingerprint)
        while try await reader.nextPart() != nil {}
    }

    func with(body: any HTTPRequestBody) -> Exchange {
        var exchange = self
        exchange.body = body
        return exchange
    }
}
