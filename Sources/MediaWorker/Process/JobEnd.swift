internal import CSandbox
internal import Glibc

/// How a job's process ended.
struct JobEnd {
    private let report: sandbox_report

    init(_ report: sandbox_report) { self.report = report }

    /// The error this end stands for, nil for an orderly one.
    var failure: MediaWorkerError? {
        if report.timed_out != 0 { return .timedOut }
        switch (report.signal, report.exit_code) {
        case (0, 0): return nil
        // Neither the worker nor a decoder sends it: the kernel ran out of memory.
        case (SIGKILL, _): return .outOfMemory
        case (0, Int32(SANDBOX_EXIT_OUT_OF_MEMORY)): return .outOfMemory
        case (0, Int32(SANDBOX_EXIT_NOT_CONFINED)): return .unavailable("a job could not be confined")
        case (0, _): return .malformed("its decoder gave up")
        case (let signal, _): return .crashed(signal: signal)
        }
    }
}
