internal import Platform

/// How much is logged: each level includes those after it.
package enum LogLevel: String, CaseIterable, Comparable, Sendable {
    case debug, info, warning, error

    package static func < (left: LogLevel, right: LogLevel) -> Bool { left.rank < right.rank }

    private var rank: Int {
        switch self {
        case .debug: 0
        case .info: 1
        case .warning: 2
        case .error: 3
        }
    }
}

/// How a log line is written.
package enum LogFormat: String, CaseIterable, Sendable {
    /// `time LEVEL event key=value …`
    case text
    /// One JSON object a line.
    case json
}

/// Structured log lines on standard error.
///
/// Lines are handed to a thread that writes them; a reader that stalls costs lines, counted, and never holds a request up.
package struct Log: Sendable {
    private let level: LogLevel
    private let format: LogFormat
    private let writer: LogWriter

    /// Writes to `descriptor`, standard error unless a test says otherwise.
    package init(level: LogLevel, format: LogFormat, descriptor: Int32 = 2) {
        self.level = level
        self.format = format
        writer = LogWriter(descriptor)
    }

    package func isEnabled(_ level: LogLevel) -> Bool { level >= self.level }

    /// Writes `event`, a short name such as `request` or `job-failed`, with its facts.
    package func write(_ level: LogLevel, _ event: String, _ facts: KeyValuePairs<String, String> = [:]) {
        guard isEnabled(level) else { return }
        let time = wallClockText()
        switch format {
        case .text:
            var line = "\(time) \(level.rawValue.uppercased()) \(event)"
            for (key, value) in facts { line += " \(key)=\(Self.quoted(value))" }
            writer.append(line + "\n")
        case .json:
            var line = "{\"time\":\"\(time)\",\"level\":\"\(level.rawValue)\",\"event\":\(JSONText.quoted(event))"
            for (key, value) in facts { line += ",\(JSONText.quoted(key)):\(JSONText.quoted(value))" }
            writer.append(line + "}\n")
        }
    }

    /// Writes what is still held; at the end of the process.
    package func flush() { writer.flush() }

    private static func quoted(_ value: String) -> String {
        let isPlain = !value.isEmpty && value.utf8.allSatisfy { $0 > 0x20 && $0 < 0x7f && $0 != UInt8(ascii: "\"") }
        return isPlain ? value : JSONText.quoted(value)
    }
}

/// Text as a JSON string.
enum JSONText {
    static func quoted(_ text: String) -> String {
        var result: [UInt8] = [UInt8(ascii: "\"")]
        for byte in text.utf8 {
            switch byte {
            case UInt8(ascii: "\""), UInt8(ascii: "\\"): result += [UInt8(ascii: "\\"), byte]
            case 0..<0x20: result += Array("\\u00\(byte < 16 ? "0" : "")\(String(byte, radix: 16))".utf8)
            default: result.append(byte)
            }
        }
        result.append(UInt8(ascii: "\""))
        return String(decoding: result, as: UTF8.self)
    }
}
