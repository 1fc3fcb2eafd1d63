import Glibc
import HTTPClient
import HTTPServer
import Platform
import Testing

@Suite("Large bodies", .timeLimit(.minutes(2)))
struct StreamingTests {
    private static let size = 256 << 20
    private let client = HTTPClient()

    /// A body of `size` bytes written as fast as it is taken; `written` counts what the kernel took.
    private static func stream(_ size: Int, counting written: Count) -> HTTPResponse {
        HTTPResponse(
            body: .stream(length: Int64(size)) { writer in
                let piece = [UInt8](repeating: 0x61, count: 64 * 1024)
                for _ in 0..<size / piece.count {
                    try await writer.write(piece)
                    written.add(piece.count)
                }
            })
    }

    @Test("a large answer passes through little memory")
    func largeDownload() async throws {
        let written = Count()
        try await withServer({ _, _ in Self.stream(Self.size, counting: written) }) { address, _ in
            let before = try residentBytes()
            let download = try await client.open(HTTPClientRequest(.get, address))
            #expect(try await download.drain() == Self.size)
            #expect(try residentBytes() - before < 32 << 20)
        }
    }

    @Test("a large file is sent through little memory, from its offset, and its position stays")
    func largeUpload() async throws {
        let file = try FileDescriptor.temporary(in: "/tmp")
        #expect(ftruncate(file.rawValue, off_t(Self.size + 10)) == 0)
        #expect(pwrite(file.rawValue, "ab", 2, 3) == 2)
        let respond: @Sendable (HTTPRequest, any HTTPRequestBody) async throws -> HTTPResponse = { request, body in
            let buffer = UnsafeMutableRawBufferPointer.allocate(byteCount: 64 * 1024, alignment: 16)
            defer { buffer.deallocate() }
            var (total, first) = (0, UInt8(0))
            while true {
                let count = try await body.read(into: buffer)
                if count == 0 { return .text("\(total) \(first) \(request.contentLength ?? 0)") }
                if total == 0 { first = buffer[0] }
                total += count
            }
        }
        try await withServer(respond) { address, _ in
            let before = try residentBytes()
            let request = HTTPClientRequest(.put, address, body: .file(file, offset: 4, length: Int64(Self.size)))
            #expect(try await client.send(request).text == "\(Self.size) 98 \(Self.size)")
            #expect(lseek(file.rawValue, 0, SEEK_CUR) == 0)
            #expect(try residentBytes() - before < 32 << 20)
        }
    }

    @Test("a reader that does not read holds the server back, is no stall, and loses nothing")
    func backPressure() async throws {
        let written = Count()
        let size = 64 << 20
        try await withServer({ _, _ in Self.stream(size, counting: written) }) { address, _ in
            var request = HTTPClientRequest(.get, address)
            request.stallTimeout = .milliseconds(500)
            let download = try await client.open(request)
            #expect(try await download.some(1) == 1)
            var seen = -1
            while seen != written.now {  // until nothing has moved for longer than a stall
                seen = written.now
                try await Task.sleep(for: .milliseconds(1200))
            }
            #expect(written.now < 24 << 20)  // read-ahead and the sockets' buffers
            #expect(try await download.drain() == size - 1)
        }
    }

    @Test("bytes come in their order, however small the pieces and the read-ahead", arguments: [101, 777, 20_000, 150_000])
    func order(pieceLength: Int) async throws {
        let content = (0..<300_017).map { UInt8(truncatingIfNeeded: ($0 &* 2_654_435_761) >> 13) }
        var configuration = HTTPClientConfiguration()
        configuration.readAhead = 20_000
        let client = HTTPClient(configuration)
        try await withServer({ _, _ in HTTPResponse(body: .bytes(content)) }) { address, _ in
            let download = try await client.open(HTTPClientRequest(.get, address))
            let buffer = UnsafeMutableRawBufferPointer.allocate(byteCount: pieceLength, alignment: 16)
            defer { buffer.deallocate() }
            var position = 0
            while case let count = try await download.read(into: buffer), count > 0 {
                guard content[position..<position + count].elementsEqual(buffer[..<count]) else { break }
                position += count
            }
            #expect(position == content.count)
        }
    }

    @Test("many downloads at once come whole")
    func parallel() async throws {
        let written = Count()
        try await withServer({ _, _ in Self.stream(4 << 20, counting: written) }) { address, _ in
            try await withThrowingTaskGroup(of: Int.self) { group in
                for index in 0..<24 {
                    group.addTask { [client] in
                        try await client.open(HTTPClientRequest(.get, address)).drain(pieceLength: 1000 * (index + 1))
                    }
                }
                for try await total in group { #expect(total == 4 << 20) }
            }
        }
    }
}
