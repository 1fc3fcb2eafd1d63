internal import CSandbox
internal import Glibc
internal import Imaging
internal import Markdown
internal import MediaWorker

/// The worker: started by the server, confined, and then one forked child for each job.
enum WorkerProcess {
    /// Runs until the server hangs up. `--sandbox bubblewrap` means that the sandbox is already around this process.
    static func main(_ arguments: [String]) -> Int32 {
        guard sandbox_prepare() == 0 else { return fail("/proc cannot be read") }
        guard let at = arguments.firstIndex(of: "--sandbox"), at + 1 < arguments.count else {
            return fail("vitrine-media-worker is started by vitrine, not by hand")
        }
        if arguments[at + 1] == "landlock" && sandbox_enter_landlock() != 0 { return 1 }
        // Decoding must not make the server slow to answer.
        setpriority(__priority_which_t(PRIO_PROCESS.rawValue), 0, 5)
        do { try Imaging.start(program: arguments[0], outOfMemory: { sandbox_out_of_memory() }) } catch {
            return fail("libvips did not start: \(error)")
        }
        MarkdownDocument.prepare()
        let job: sandbox_job = arguments.contains("--allow-probes") ? serveWithProbes : serve
        return sandbox_serve("ready", job)
    }

    private static func fail(_ reason: String) -> Int32 {
        _ = write(2, reason, reason.utf8.count)
        return 1
    }
}

/// Runs in the job's own process; libvips and the sandbox are in place.
private func serve(_ message: UnsafePointer<UInt8>?, _ count: Int, _ source: Int32, _ reply: Int32) -> Int32 {
    Job(message, count, source: source, allowsProbes: false).answer(on: reply)
}

private func serveWithProbes(_ message: UnsafePointer<UInt8>?, _ count: Int, _ source: Int32, _ reply: Int32) -> Int32 {
    Job(message, count, source: source, allowsProbes: true).answer(on: reply)
}
