import Glibc
import Observability
import Testing

@Suite("Log lines")
struct LogTests {
    @Test("text lines quote what would break a line apart")
    func textLines() {
        let lines = captured(.info, .text) { log in
            log.write(.info, "request", ["path": "/files/a b", "status": "200", "empty": ""])
        }
        #expect(lines.count == 1)
        #expect(lines[0].hasSuffix("Z INFO request path=\"/files/a b\" status=200 empty=\"\""))
    }

    @Test("no fact can forge a line or break the JSON")
    func jsonLines() {
        let hostile = "x\"}\n{\"level\":\"error\\\u{1}é"
        let lines = captured(.debug, .json) { log in
            log.write(.warning, "odd", ["fact": hostile])
        }
        #expect(lines.count == 1)
        #expect(lines[0].hasSuffix(#""level":"warning","event":"odd","fact":"x\"}\u000a{\"level\":\"error\\\u0001é"}"#))
    }

    @Test("a level leaves out what is below it")
    func levels() {
        let lines = captured(.warning, .text) { log in
            log.write(.debug, "a")
            log.write(.info, "b")
            log.write(.warning, "c")
            log.write(.error, "d")
            #expect(!log.isEnabled(.info) && log.isEnabled(.error))
        }
        #expect(lines.map { $0.split(separator: " ").last } == ["c", "d"])
    }

    /// The lines that `write` makes a log write.
    private func captured(_ level: LogLevel, _ format: LogFormat, write: (Log) -> Void) -> [String] {
        var ends: [Int32] = [0, 0]
        pipe(&ends)
        defer { for end in ends { close(end) } }
        let log = Log(level: level, format: format, descriptor: ends[1])
        write(log)
        log.flush()
        log.write(.error, "end")
        log.flush()
        var text = ""
        var bytes = [UInt8](repeating: 0, count: 4096)
        while !text.contains("end") {
            let count = read(ends[0], &bytes, bytes.count)
            text += String(decoding: bytes[..<max(0, count)], as: UTF8.self)
        }
        return text.split(separator: "\n").map(String.init).dropLast()
    }
}
