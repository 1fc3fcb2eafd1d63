internal import Glibc
internal import Platform

/// The thread that writes log lines.
final class LogWriter: Sendable {
    private struct State {
        var lines: [UInt8] = []
        var dropped = 0
    }

    private let state = Locked(State())
    private static let capacity = 1 << 20
    private static let pauseMicroseconds: UInt32 = 20_000

    private let descriptor: Int32

    init(_ descriptor: Int32) {
        self.descriptor = descriptor
        spawnThread(name: "log") { [weak self] in
            while let self {
                self.flush()
                usleep(Self.pauseMicroseconds)
            }
        }
    }

    func append(_ line: String) {
        state.withLock { state in
            if state.lines.count + line.utf8.count > Self.capacity {
                state.dropped += 1
            } else {
                state.lines.append(contentsOf: line.utf8)
            }
        }
    }

    func flush() {
        let (lines, dropped) = state.withLock { state in
            defer { state = State() }
            return (state.lines, state.dropped)
        }
        write(lines)
        if dropped > 0 { write(Array("log: \(dropped) lines were dropped because they were not read\n".utf8)) }
    }

    private func write(_ bytes: [UInt8]) {
        var offset = 0
        bytes.withUnsafeBytes { buffer in
            while offset < buffer.count {
                let count = Glibc.write(descriptor, buffer.baseAddress! + offset, buffer.count - offset)
                if count > 0 { offset += count } else if errno != EINTR { return }
            }
        }
    }
}
