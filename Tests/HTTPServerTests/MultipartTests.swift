import Testing

@testable import HTTPServer

@Suite(.timeLimit(.minutes(3)))
struct MultipartTests {
    private struct Form {
        var parts: [MultipartPart] = []
        var contents: [[UInt8]] = []
    }

    private func read(
        _ body: String, boundary: String = "X", pieceLength: Int = .max, bufferLength: Int = 8192,
        limits: MultipartReader.Limits = .init()
    ) async throws(HTTPError) -> Form {
        let source = HTTPBytesBody(Array(body.utf8), pieceLength: pieceLength)
        let reader = try MultipartReader(contentType: "multipart/form-data; boundary=\(boundary)", body: source, limits: limits)
        let buffer = UnsafeMutableRawBufferPointer.allocate(byteCount: bufferLength, alignment: 1)
        defer { buffer.deallocate() }
        var form = Form()
        while let part = try await reader.nextPart() {
            form.parts.append(part)
            var content: [UInt8] = []
            while case let count = try await reader.read(into: buffer), count > 0 { content += buffer[..<count] }
            form.contents.append(content)
        }
        return form
    }

    private static let tricky = "first\r\n--Y\r\n--\r\n-X\r--X\n--X --X\r\n"
    private static let form =
        "preamble\r\n--X \t\r\nContent-Disposition: form-data; name=\"a\"\r\n\r\n\(tricky)\r\n--X\r\n"
        + "content-disposition: FORM-DATA; filename=\"é.jpg\"; name=file\r\nContent-Type: image/jpeg\r\nX-Other: 1\r\n\r\n\r\n--X\r\n"
        + "Content-Disposition: form-data; name=\"b\"\r\n\r\n\(String(repeating: "z", count: 5000))\r\n--X--\r\nepilogue"

    @Test(
        "a form is the same wherever its bytes are cut, and whatever buffer it is read with",
        arguments: [1, 2, 3, 7, 100, 4096, 8192, 200_000])
    func cuts(_ bufferLength: Int) async throws {
        for pieceLength in [1, 2, 3, 5, 11, 64, 1000, 4999, .max] {
            let form = try await read(Self.form, pieceLength: pieceLength, bufferLength: bufferLength)
            #expect(
                form.parts == [
                    MultipartPart(name: "a", fileName: nil, contentType: nil),
                    MultipartPart(name: "file", fileName: "é.jpg", contentType: "image/jpeg"),
                    MultipartPart(name: "b", fileName: nil, contentType: nil),
                ])
            #expect(form.contents == [Array(Self.tricky.utf8), [], [UInt8](repeating: UInt8(ascii: "z"), count: 5000)])
        }
    }

    @Test("a form cut into two at any byte is the same form")
    func everyCut() async throws {
        let body = Array(
            "--X\r\nContent-Disposition: form-data; name=\"a\"\r\n\r\n\r\n--\r\n-X\r\n--X\r\nContent-Disposition: form-data; name=b\r\n\r\nq\r\n--X--"
                .utf8)
        for cut in 0...body.count {
            let reader = try MultipartReader(contentType: "multipart/form-data; boundary=X", body: TwoPieces(body, cut: cut))
            #expect(try await reader.nextPart()?.name == "a")
            #expect(try await reader.collect(upTo: 100) == Array("\r\n--\r\n-X".utf8))
            #expect(try await reader.nextPart()?.name == "b")
            #expect(try await reader.collect(upTo: 100) == Array("q".utf8))
            #expect(try await reader.nextPart() == nil)
            #expect(try await reader.nextPart() == nil)
            #expect(try await reader.collect(upTo: 100) == [])
        }
    }

    @Test("a form cut short anywhere is an error, never a short form")
    func cutShort() async throws {
        let body = "--X\r\nContent-Disposition: form-data; name=\"a\"\r\n\r\nabc\r\n--X--"
        for length in 0..<body.utf8.count {
            await #expect(throws: HTTPError.malformed("the multipart body ends before its closing boundary"), "\(length) bytes") {
                try await read(
                    String(decoding: body.utf8.prefix(length), as: UTF8.self), bufferLength: length % 2 == 0 ? 10 : 5000)
            }
        }
    }

    @Test("parts nobody reads are skipped")
    func skipping() async throws {
        let reader = try MultipartReader(
            contentType: "multipart/form-data; boundary=X", body: HTTPBytesBody(Array(Self.form.utf8), pieceLength: 100))
        var names: [String] = []
        while let part = try await reader.nextPart() { names.append(part.name) }
        #expect(names == ["a", "file", "b"])
    }

    @Test("a large part comes out as it went in, though it is full of half boundaries")
    func large() async throws {
        let piece = "\r\n--boundar\r\n--boundary\u{0}\r".utf8
        var content: [UInt8] = []
        for index in 0..<20_000 {
            content += piece.prefix(5 + index % 20).filter { $0 != 0 } + [UInt8(truncatingIfNeeded: index)]
        }
        let head = "--boundaryQ\r\nContent-Disposition: form-data; name=f; filename=x\r\n\r\n"
        let body = Array(head.utf8) + content + Array("\r\n--boundaryQ--\r\n".utf8)
        for pieceLength in [1000, 65_537, Int.max] {
            let reader = try MultipartReader(
                contentType: "multipart/form-data; boundary=boundaryQ", body: HTTPBytesBody(body, pieceLength: pieceLength))
            #expect(try await reader.nextPart()?.fileName == "x")
            #expect(try await reader.collect(upTo: body.count) == content)
            #expect(try await reader.nextPart() == nil)
        }
    }

    @Test(
        "boundaries odd but allowed are understood",
        arguments: [
            ("----WebKitFormBoundaryAbc123", "----WebKitFormBoundaryAbc123"), ("\"a b:c=?/,\"", "a b:c=?/,"), ("a/b=c", "a/b=c"),
            ("\"q\\\"q\"; charset=utf-8", "q\"q"), ("'()+_", "'()+_"),
        ])
    func boundaries(_ parameter: String, _ boundary: String) async throws {
        let form = try await read(
            "--\(boundary)\r\nContent-Disposition: form-data; name=a\r\n\r\nv\r\n--\(boundary)--", boundary: parameter)
        #expect(form.contents == [Array("v".utf8)])
    }

    @Test(
        "content types that are no form are refused",
        arguments: [
            nil, "", "text/plain", "multipart/mixed; boundary=X", "multipart/form-data", "multipart/form-data; boundary=",
            "multipart/form-data; boundary=\"\"", "multipart/form-data; boundary=\"X",
            "multipart/form-data; boundary=X; boundary=Y",
            "multipart/form-data; boundary=\"X \"", "multipart/form-data; boundary=\(String(repeating: "x", count: 71))",
            "multipart/form-data; boundary=é",
        ])
    func contentTypes(_ contentType: String?) {
        #expect(throws: HTTPError.self) { try MultipartReader(contentType: contentType, body: HTTPBytesBody([])) }
    }

    @Test(
        "names are read as clients write them",
        arguments: [
            ("filename=\"a\\\"b\\\\c.jpg\"", "a\"b\\c.jpg"), ("filename=\"C:\\dir\\new.jpg\"", "C:\\dir\\new.jpg"),
            ("filename=\"a%22b.jpg\"", "a\"b.jpg"),
            ("filename=\"a;b.jpg\"", "a;b.jpg"), ("filename=plain.jpg", "plain.jpg"), ("filename=\"\"", ""),
            ("filename=\"日本.jpg\"", "日本.jpg"),
            ("filename=\"x\"; filename*=UTF-8''%e6%97%a5%20x.jpg", "日 x.jpg"), ("filename*=utf-8'en'a.jpg", "a.jpg"),
        ])
    func fileNames(_ parameter: String, _ expected: String) async throws {
        let form = try await read("--X\r\nContent-Disposition: form-data; name=\"f\"; \(parameter)\r\n\r\n\r\n--X--")
        #expect(form.parts.first?.fileName == expected)
    }

    @Test(
        "part heads that cannot be trusted are refused",
        arguments: [
            "", "Content-Disposition: attachment; name=a\r\n", "Content-Disposition: form-data\r\n",
            "Content-Disposition: form-data; name=\"a\r\n",
            "Content-Disposition: form-data; name=a; name=b\r\n",
            "Content-Disposition: form-data; name=a\r\nContent-Disposition: form-data; name=b\r\n",
            "Content-Disposition: form-data;\r\n name=a\r\n", "Content-Disposition : form-data; name=a\r\n", "no colon\r\n",
            "Content-Disposition: form-data; name=a\nX: y\r\n", "Content-Disposition: form-data; name=\"a\u{0}\"\r\n",
            "Content-Disposition: form-data; name=a; filename*=latin1''x\r\n",
            "Content-Disposition: form-data; name=a; filename*=UTF-8''%ff\r\n",
            "Content-Disposition: form-data; name=a; filename*=UTF-8''%0d%0a\r\n",
            "Content-Disposition: form-data; name=a\r\nContent-Transfer-Encoding: base64\r\n",
        ])
    func partHeads(_ head: String) async {
        await #expect(throws: HTTPError.self) { try await read("--X\r\n\(head)\r\nv\r\n--X--") }
    }

    @Test("a name that is not UTF-8 is refused")
    func invalidName() async throws {
        let body = Array("--X\r\nContent-Disposition: form-data; name=\"".utf8) + [0xff] + Array("\"\r\n\r\n\r\n--X--".utf8)
        let reader = try MultipartReader(contentType: "multipart/form-data; boundary=X", body: HTTPBytesBody(body))
        await #expect(throws: HTTPError.malformed("a part has a malformed header line")) { try await reader.nextPart() }
    }

    @Test("a boundary line that goes on with something else is refused")
    func boundaryLine() async {
        await #expect(throws: HTTPError.self) {
            try await read("--Xy\r\nContent-Disposition: form-data; name=a\r\n\r\nv\r\n--X--")
        }
    }

    @Test("the form around the files is bounded")
    func limits() async throws {
        var limits = MultipartReader.Limits()
        limits.parts = 2
        limits.headBytes = 100
        limits.preambleBytes = 100
        let part = "--X\r\nContent-Disposition: form-data; name=a\r\n\r\n\r\n"
        #expect(try await read(part + part + "--X--", limits: limits).parts.count == 2)
        for body in [
            part + part + part + "--X--", "--X\r\nA: \(String(repeating: "a", count: 200))\r\n" + part + "--X--",
            "--X\r\n\(String(repeating: "A: b\r\n", count: 17))", String(repeating: "p", count: 300) + "\r\n" + part + "--X--",
        ] {
            for pieceLength in [1, Int.max] {
                await #expect(throws: HTTPError.self) { try await read(body, pieceLength: pieceLength, limits: limits) }
            }
        }
    }

    @Test("a damaged form is read or refused, and the same whole and in pieces")
    func damaged() async {
        var mutator = Mutator(seed: 5_783_321)
        var readable = 0
        for _ in 0..<300 {
            let body = String(
                decoding: mutator.mutate([Array(Self.form.prefix(400).utf8) + Array("\r\n--X--".utf8)]), as: UTF8.self)
            let whole = await outcome(body, pieceLength: .max, bufferLength: 5000)
            let pieces = await outcome(body, pieceLength: 3, bufferLength: 10)
            if whole != pieces { Issue.record("\(body.debugDescription): \(whole), in pieces \(pieces)") }
            if whole.hasPrefix("form") { readable += 1 }
        }
        #expect((30..<270).contains(readable))
    }

    private func outcome(_ body: String, pieceLength: Int, bufferLength: Int) async -> String {
        do throws(HTTPError) {
            let form = try await read(body, pieceLength: pieceLength, bufferLength: bufferLength)
            return "form \(form.parts) \(form.contents)"
        } catch {
            return "\(error)"
        }
    }
}

/// A body that comes in two reads.
private final class TwoPieces: HTTPRequestBody {
    private let first: HTTPBytesBody
    private let second: HTTPBytesBody

    init(_ bytes: [UInt8], cut: Int) {
        first = HTTPBytesBody(Array(bytes[..<cut]))
        second = HTTPBytesBody(Array(bytes[cut...]))
    }

    func read(into buffer: UnsafeMutableRawBufferPointer) async throws(HTTPError) -> Int {
        let count = try await first.read(into: buffer)
        return count > 0 ? count : try await second.read(into: buffer)
    }
}
