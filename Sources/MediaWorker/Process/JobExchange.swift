internal import CSandbox
internal import Glibc
internal import Platform

/// One job's way through the worker: the request with its descriptors out, the reply and the process's end back.
///
/// Blocks the calling thread until the job has ended, its time is over, or it is cancelled.
struct JobExchange {
    let zygote: Zygote
    let cancellation: WakeSignal
    let request: WorkerRequest
    let limits: JobLimits
    let source: FileDescriptor

    /// Time for the worker to kill a late job itself and report it.
    private static let grace = 3_000

    /// The reply, or nil when the worker itself ended first, which is not the picture's doing.
    func run() throws(MediaWorkerError) -> WorkerReply? {
        let deadline = Deadline(inMilliseconds: limits.milliseconds + Self.grace)
        guard let (reply, status) = try send() else { return nil }
        let bytes = try receive(from: reply, deadline: deadline)
        guard let report = try receiveReport(from: status, deadline: deadline) else { return nil }
        if let failure = JobEnd(report).failure { throw failure }
        guard let answer = WorkerReply(bytes) else { throw .malformed("its decoder gave no usable answer") }
        return answer
    }

    /// Our copies of the write ends close here, so that the job's end is seen as the pipes' end.
    private func send() throws(MediaWorkerError) -> (reply: FileDescriptor, status: FileDescriptor)? {
        do {
            let (reply, replyEnd) = try FileDescriptor.pair(sandbox_pipe)
            let (status, statusEnd) = try FileDescriptor.pair(sandbox_pipe)
            let message = request.encoded()
            var limits = limits.forSandbox
            let error = sandbox_send_job(
                zygote.control.rawValue, &limits, message, message.count, source.rawValue, replyEnd.rawValue, statusEnd.rawValue)
            if error == EPIPE || error == ECONNRESET { return nil }
            guard error == 0 else { throw Errno(rawValue: error) }
            return (reply, status)
        } catch {
            throw .unavailable("the media worker takes no jobs: \(error)")
        }
    }

    /// Leaving by an error closes the pipes, upon which the worker kills the job.
    private func receive(from reply: FileDescriptor, deadline: Deadline) throws(MediaWorkerError) -> [UInt8] {
        var bytes: [UInt8] = []
        repeat {
            try wait(for: reply, deadline: deadline)
            if bytes.count > limits.replyBytes { throw .malformed("what was made of it is too large") }
        } while reply.appendAvailable(to: &bytes)
        return bytes
    }

    private func receiveReport(from status: FileDescriptor, deadline: Deadline) throws(MediaWorkerError) -> sandbox_report? {
        var bytes: [UInt8] = []
        try wait(for: status, deadline: deadline)
        _ = status.appendAvailable(to: &bytes)
        guard bytes.count == MemoryLayout<sandbox_report>.size else { return nil }
        return bytes.withUnsafeBytes { $0.loadUnaligned(as: sandbox_report.self) }
    }

    private func wait(for descriptor: FileDescriptor, deadline: Deadline) throws(MediaWorkerError) {
        let readable = waitUntilReadable([descriptor, cancellation.descriptor], deadline: deadline)
        if readable.contains(1) { throw .cancelled }
        if readable.isEmpty {
            // The worker should have killed the job long ago: it hangs itself.
            zygote.kill()
            throw .timedOut
        }
    }
}
