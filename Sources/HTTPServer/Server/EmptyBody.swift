/// The body of a request that has none.
final class EmptyBody: HTTPRequestBody {
    static let shared = EmptyBody()

    func read(into buffer: UnsafeMutableRawBufferPointer) async throws(HTTPError) -> Int { 0 }
}
