internal import CSandbox
internal import Glibc
internal import Platform

/// A running worker: the process that forks one child for each job.
final class Zygote: Sendable {
    /// "bubblewrap" or "landlock".
    let sandbox: String
    /// Hangs up when the worker ends.
    let control: FileDescriptor
    /// Nil from the moment the process is waited for: its number may then belong to another.
    private let process: Locked<pid_t?>

    private init(sandbox: String, control: FileDescriptor, process: pid_t) {
        self.sandbox = sandbox
        self.control = control
        self.process = Locked(process)
    }

    /// Starts `command` and waits for its first word.
    ///
    /// Call it on a thread that lives as long as the worker should: the kernel kills the worker with that thread.
    static func start(_ command: WorkerCommand, deadline: Deadline) throws(StartFailure) -> Zygote {
        let (zygote, errors) = try launch(command)
        try zygote.greet(errors: errors, deadline: deadline)
        return zygote
    }

    /// The worker's process, bubblewrap's outer one where that is used.
    var processIdentifier: pid_t? { process.withLock { $0 } }

    /// Kills the worker with everything it runs; whoever watches `control` sees it hang up.
    func kill() {
        process.withLock { process in
            if let process { _ = Glibc.kill(process, SIGKILL) }
        }
    }

    /// Kills the worker and waits for its end.
    func end() {
        let running = process.withLock { process in
            defer { process = nil }
            return process
        }
        guard let running else { return }
        _ = Glibc.kill(running, SIGKILL)
        while waitpid(running, nil, 0) < 0 && errno == EINTR {}
    }
}

/// Why a worker did not start.
struct StartFailure: Error {
    let reason: String
}

extension Zygote {
    /// The worker's ends of both channels close here, so that its end is seen on ours.
    private static func launch(_ command: WorkerCommand) throws(StartFailure) -> (Zygote, errors: FileDescriptor) {
        do {
            let (control, workerControl) = try FileDescriptor.pair(sandbox_socket_pair)
            let (errors, workerErrors) = try FileDescriptor.pair(sandbox_pipe)
            let process = spawn(command, control: workerControl, errors: workerErrors)
            guard process > 0 else { throw Errno(rawValue: -process) }
            return (Zygote(sandbox: command.sandbox, control: control, process: process), errors)
        } catch {
            throw StartFailure(reason: "no process could be started: \(error)")
        }
    }

    private static func spawn(_ command: WorkerCommand, control: FileDescriptor, errors: FileDescriptor) -> pid_t {
        withStrings([command.program] + command.arguments) { arguments in
            withStrings(WorkerCommand.environment) { environment in
                sandbox_spawn(command.program, arguments, environment, control.rawValue, errors.rawValue)
            }
        }
    }

    private static func withStrings<Result>(
        _ strings: [String], _ body: (UnsafePointer<UnsafeMutablePointer<CChar>?>) -> Result
    ) -> Result {
        var pointers = strings.map { strdup($0) }
        pointers.append(nil)
        defer { for pointer in pointers { free(pointer) } }
        return body(pointers)
    }

    /// Waits for "ready", or throws what the worker or bubblewrap wrote instead.
    private func greet(errors: FileDescriptor, deadline: Deadline) throws(StartFailure) {
        var complaint: [UInt8] = []
        while true {
            let readable = waitUntilReadable([control, errors], deadline: deadline)
            if readable.isEmpty { throw failure("it did not answer in time") }
            if readable.contains(0) && saysReady() { return }
            let more = readable.contains(1) && complaint.count < 4096 && errors.appendAvailable(to: &complaint)
            if !more { throw failure(String(decoding: complaint, as: UTF8.self)) }
        }
    }

    private func saysReady() -> Bool {
        var word: UInt64 = 0
        return recv(control.rawValue, &word, MemoryLayout.size(ofValue: word), Int32(MSG_DONTWAIT)) > 0
    }

    private func failure(_ complaint: String) -> StartFailure {
        end()
        let last = complaint.split(whereSeparator: \.isNewline).last ?? "it ended before it was ready"
        return StartFailure(reason: "\(sandbox): \(last)")
    }
}
