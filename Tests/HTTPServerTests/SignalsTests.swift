import Glibc
import Testing

@testable import HTTPServer

@Suite(.timeLimit(.minutes(3)), .serialized)
struct SignalsTests {
    @Test("SIGTERM and SIGINT are waited for, one call for each", arguments: [[SIGTERM], [SIGINT], [SIGTERM, SIGINT]])
    func terminates(_ signals: [Int32]) async {
        Signals.install()
        for signal in signals { kill(getpid(), signal) }
        for _ in signals { await Signals.waitForTermination() }
    }

    @Test("a write to a client that has gone is an error, not the end of the process")
    func pipe() {
        Signals.install()
        var ends: [Int32] = [0, 0]
        #expect(Glibc.pipe(&ends) == 0)
        close(ends[0])
        var byte: UInt8 = 0
        let count = write(ends[1], &byte, 1)
        #expect(count == -1 && errno == EPIPE)
        close(ends[1])
    }
}
