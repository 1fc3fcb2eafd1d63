import HTTPServer
import Platform
import Testing

@Suite("Observed forms")
struct MultipartObserverTests {
    private static let form =
        "preamble\r\n--X\r\nContent-Disposition: form-data; name=a\r\n\r\n\(String(repeating: "q\r\n--", count: 3000))\r\n--X\r\n"
        + "Content-Disposition: form-data; name=file; filename=f\r\n\r\n\(String(repeating: "z", count: 300_000))\r\n--X\r\n"
        + "Content-Disposition: form-data; name=b\r\n\r\n\r\n--X--\r\nepilogue"

    @Test(
        "an observer sees every byte of every part once, whether it is read, half read or skipped",
        arguments: [0, 1, 100, 5000, 400_000])
    func everything(_ readBytes: Int) async throws {
        for pieceLength in [997, 4096, .max] {
            let seen = Seen()
            let reader = try MultipartReader(
                contentType: "multipart/form-data; boundary=X",
                body: HTTPBytesBody(Array(Self.form.utf8), pieceLength: pieceLength), observer: seen)
            let buffer = UnsafeMutableRawBufferPointer.allocate(byteCount: max(1, readBytes), alignment: 1)
            defer { buffer.deallocate() }
            while try await reader.nextPart() != nil {
                if readBytes > 0 { _ = try await reader.read(into: buffer) }
            }
            #expect(seen.names == ["a", "file", "b"])
            #expect(seen.contents.map(\.count) == [15_000, 300_000, 0])
            #expect(seen.contents[0] == Array(String(repeating: "q\r\n--", count: 3000).utf8))
            #expect(seen.ends == 1)
        }
    }

    @Test("a form that is not read to its closing boundary has no end")
    func unfinished() async throws {
        let seen = Seen()
        let reader = try MultipartReader(
            contentType: "multipart/form-data; boundary=X", body: HTTPBytesBody(Array(Self.form.utf8)), observer: seen)
        _ = try await reader.nextPart()
        _ = try await reader.nextPart()
        #expect(seen.names == ["a", "file"])
        #expect(seen.ends == 0)
    }

    private final class Seen: MultipartObserver {
        private let state = Locked((names: [String](), contents: [[UInt8]](), ends: 0))

        var names: [String] { state.withLock { $0.names } }
        var contents: [[UInt8]] { state.withLock { $0.contents } }
        var ends: Int { state.withLock { $0.ends } }

        func begin(_ part: MultipartPart) {
            state.withLock {
                $0.names.append(part.name)
                $0.contents.append([])
            }
        }

        func take(_ bytes: UnsafeRawBufferPointer) { state.withLock { $0.contents[$0.contents.count - 1] += bytes } }

        func end() { state.withLock { $0.ends += 1 } }
    }
}
