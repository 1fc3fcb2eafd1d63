internal import FoundationEssentials
internal import HTTPServer

/// An answer as it is kept for those who repeat their request.
struct StoredAnswer: Codable {
    private struct Header: Codable {
        let name: String
        let value: String
    }

    private let status: Int
    private let headers: [Header]
    private let body: Data

    /// Nil for an answer that is not in memory.
    init?(_ response: HTTPResponse) {
        switch response.body {
        case .empty: body = Data()
        case .bytes(let bytes): body = Data(bytes)
        case .file, .stream: return nil
        }
        status = response.status
        headers = response.headers.map { Header(name: $0.name, value: $0.value) }
    }

    init?(bytes: [UInt8]) {
        guard let stored = try? JSONDecoder().decode(Self.self, from: Data(bytes)) else { return nil }
        self = stored
    }

    /// Nil never happens: texts, a number and bytes can all be written.
    var bytes: [UInt8]? { (try? JSONEncoder().encode(self)).map { [UInt8]($0) } }

    var response: HTTPResponse {
        HTTPResponse(status: status, headers: headers.map { ($0.name, $0.value) }, body: .bytes([UInt8](body)))
    }
}
