internal import Glibc

/// How a worker is started: a program, its arguments, and the name of the sandbox it makes.
struct WorkerCommand: Equatable {
    var sandbox: String
    var program: String
    var arguments: [String]

    /// Nothing of the server's environment reaches the worker.
    static let environment = [
        // Symbols are bound once here, not in every job.
        "LD_BIND_NOW=1",
        "LANG=C.UTF-8", "HOME=/", "VIPS_BLOCK_UNTRUSTED=1", "VIPS_WARNING=0",
        // Pixels that do not fit are never put into files: the memory limit decides.
        "VIPS_DISC_THRESHOLD=64g",
    ]

    /// The ways to start `configuration`'s worker, best first; empty when the sandbox asked for is not installed.
    static func candidates(_ configuration: MediaWorkerConfiguration) -> [WorkerCommand] {
        let bubblewrap = configuration.bubblewrapPaths.first { access($0, X_OK) == 0 }.map {
            bubblewrapped(by: $0, configuration)
        }
        let landlock = worker("landlock", configuration)
        return switch configuration.sandbox {
        case .automatic: [bubblewrap, landlock].compactMap { $0 }
        case .bubblewrap: [bubblewrap].compactMap { $0 }
        case .landlock: [landlock]
        }
    }

    private static func worker(_ sandbox: String, _ configuration: MediaWorkerConfiguration) -> WorkerCommand {
        let probes = configuration.allowsProbes ? ["--allow-probes"] : []
        return WorkerCommand(sandbox: sandbox, program: configuration.executable, arguments: ["--sandbox", sandbox] + probes)
    }

    private static func bubblewrapped(by bubblewrap: String, _ configuration: MediaWorkerConfiguration) -> WorkerCommand {
        let inner = worker("bubblewrap", configuration)
        let isolation = ["--unshare-all", "--die-with-parent", "--new-session", "--cap-drop", "ALL"]
        let system = ["/usr", "/lib", "/lib64", "/etc/ld.so.cache", "/etc/fonts", "/var/cache/fontconfig"]
        let readable = system + runtimeLibraryDirectories() + [configuration.executable]
        let devices = ["/dev/null", "/dev/urandom"]
        let view = readable.flatMap { ["--ro-bind-try", $0, $0] } + devices.flatMap { ["--dev-bind-try", $0, $0] }
        // Nothing is writable, so no job can leave anything behind for the next.
        let closing = ["--proc", "/proc", "--remount-ro", "/", "--chdir", "/", "--"]
        return WorkerCommand(
            sandbox: inner.sandbox, program: bubblewrap,
            arguments: isolation + view + closing + [inner.program] + inner.arguments)
    }

    /// Where this process found the Swift runtime; the worker needs the same libraries.
    private static func runtimeLibraryDirectories() -> [String] {
        let libraries = mappedFiles().filter { $0.contains("/libswift") || $0.contains("/libdispatch") }
        return Set(libraries.compactMap { path in path.lastIndex(of: "/").map { String(path[..<$0]) } }).sorted()
    }

    private static func mappedFiles() -> Set<String> {
        guard let maps = fopen("/proc/self/maps", "re") else { return [] }
        defer { fclose(maps) }
        var paths: Set<String> = []
        var line: UnsafeMutablePointer<CChar>?
        var capacity = 0
        defer { free(line) }
        while getline(&line, &capacity, maps) > 0, let line {
            let text = String(cString: line)
            if let slash = text.firstIndex(of: "/") { paths.insert(String(text[slash...].dropLast())) }
        }
        return paths
    }
}
