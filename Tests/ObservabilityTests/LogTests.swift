import Glibc
import Observability
import Testing

@Suite("Log lines", .serialized)
struct LogTests {
    @Test("text lines quote what would break a line apart")
    func textLines() {
        let lines = captured { Log(level: .info, format: .text) } write: { log in
            log.write(.info, "request", ["path": "/files/a b", "status": "200", "empty": ""])
        }
        #expect(lines.count == 1)
        #expect(lines[0].hasSuffix("Z INFO request path=\"/files/a b\" status=200 empty=\"\""))
    }

    @Test("no fact can forge a line or break the JSON")
    func jsonLines() {
        let hostile = "x\"}\n{\"level\":\"error\\\u{1}é"
        let lines = captured { Log(level: .debug, format: .json) } write: { log in
            log.write(.warning, "odd", ["fact": hostile])
        }
        #expect(lines.count == 1)
        #expect(lines[0].hasSuffix(#""level":"warning","event":"odd","fact":"x\"}\u000a{\"level\":\"error\\\u0001é"}"#))
    }

    @Test("a level leaves out what is below it")
    func levels() {
        let lines = captured { Log(level: .warning, format: .text) } write: { log in
            log.write(.debug, "a")
            log.write(.info, "b")
            log.write(.warning, "c")
            log.write(.error, "d")
            #expect(!log.isEnabled(.info) && log.isEnabled(.error))
        }
        #expect(lines.map { $0.split(separator: " ").last } == ["c", "d"])
    }

    /// What arrives on standard error meanwhile.
    private func captured(_ make: () -> Log, write: (Log) -> Void) -> [String] {
        var ends: [Int32] = [0, 0]
        pipe(&ends)
        let saved = dup(2)
        dup2(ends[1], 2)
        let log = make()
        write(log)
        log.flush()
        dup2(saved, 2)
        close(saved)
        close(ends[1])
        var bytes = [UInt8](repeating: 0, count: 65536)
        var text = ""
        while case let count = read(ends[0], &bytes, bytes.count), count > 0 {
            text += String(decoding: bytes[..<count], as: UTF8.self)
        }
        close(ends[0])
        return text.split(separator: "\n").map(String.init)
    }
}
