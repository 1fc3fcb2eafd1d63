internal import CLinux
internal import Glibc

/// Starts a detached thread called `name` (at most 15 bytes, as Linux has it) that runs `body` once.
package func spawnThread(name: String, _ body: @escaping @Sendable () -> Void) {
    let start = Unmanaged.passRetained(ThreadStart(name: String(name.prefix(15)), body: body))
    var thread = pthread_t()
    let code = pthread_create(
        &thread, nil,
        { raw in
            let start = Unmanaged<ThreadStart>.fromOpaque(raw!).takeRetainedValue()
            _ = start.name.withCString { linux_name_current_thread($0) }
            start.body()
            return nil
        }, start.toOpaque())
    precondition(code == 0, "the system refused a thread")
    pthread_detach(thread)
}

private final class ThreadStart: Sendable {
    let name: String
    let body: @Sendable () -> Void

    init(name: String, body: @escaping @Sendable () -> Void) {
        self.name = name
        self.body = body
    }
}
