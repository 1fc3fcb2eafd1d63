import Glibc
import MediaWorker
import Testing

@Suite("Sandbox") struct SandboxTests {
    static let sandboxes: [MediaWorkerConfiguration.Sandbox] = [.bubblewrap, .landlock]

    @Test("a job reaches no file, network, program or process", arguments: sandboxes)
    func confinement(sandbox: MediaWorkerConfiguration.Sandbox) async throws {
        try await withWorker(in: sandbox) { (pool) async throws in
            for path in ["/etc/passwd", "/etc/hostname", TestWorker.executable + "/..", "/proc/\(getpid())/mem"] {
                #expect(try await pool.probe("open:\(path)") != "allowed", "\(path)")
            }
            #expect(try await pool.probe("open:/etc/fonts/fonts.conf") == "allowed")
            for path in ["/tmp/left-behind", "/dev/shm/left-behind", "/left-behind"] {
                #expect(try await pool.probe("create:\(path)") != "allowed", "\(path)")
            }
            for call in ["socket", "execute", "signal"] {
                #expect(try await pool.probe(call) == "Operation not permitted", "\(call)")
            }
            #expect(try await pool.probe("descriptors") == "0 1 2 3 4")
        }
    }

    @Test("pictures render in either sandbox", arguments: sandboxes)
    func renders(sandbox: MediaWorkerConfiguration.Sandbox) async throws {
        let photo = try await Drawings.quarters(as: .jpeg(quality: 90))
        let drawn = Drawings.svg(60, 40, "<text x='2' y='30' font-size='30'>Text</text>")
        try await withWorker(in: sandbox) { (pool) async throws in
            #expect(pool.health == .ready(sandbox: sandbox == .landlock ? "landlock" : "bubblewrap"))
            _ = try await pool.render(photo, "image/jpeg")
            _ = try await pool.render(drawn, "image/svg+xml")
        }
    }

    @Test("an SVG pulls in neither files nor the network")
    func svgReferences() async throws {
        let listener = try LocalListener()
        let red = try await TestWorker.shared.value.draw(svg: Drawings.solid("#f00"), as: .png, width: 60, height: 40)
        let file = "/tmp/vitrine-svg-reference-\(getpid()).png"
        let descriptor = open(file, O_WRONLY | O_CREAT, 0o644)
        defer { unlink(file) }
        #expect(write(descriptor, red, red.count) == red.count)
        close(descriptor)
        for reference in [file, "file://\(file)", "http://127.0.0.1:\(listener.port)/red.png"] {
            let svg = Drawings.svg(
                60, 40,
                """
                <rect width='60' height='40' fill='#fff'/>
                <image width='60' height='40' href='\(reference)' xlink:href='\(reference)'/>
                """)
            let rendering = try await TestWorker.shared.value.render(svg, "image/svg+xml")
            #expect(try await Pixels(of: rendering.thumbnail.bytes).centre == .white, "\(reference)")
        }
        #expect(!listener.wasConnected)
    }

    @Test("without a sandbox decoding is off, and says so")
    func noSandbox() async throws {
        var configuration = TestWorker.configuration()
        configuration.sandbox = .bubblewrap
        configuration.bubblewrapPaths = []
        let pool = MediaWorkerPool(configuration: configuration)
        await pool.start()
        #expect(pool.health == .unavailable(reason: "bubblewrap is not installed"))
        await #expect(throws: MediaWorkerError.unavailable("bubblewrap is not installed")) {
            try await pool.inspect([1], "image/png")
        }
        await pool.stop()
    }

    @Test("where bubblewrap cannot run, Landlock takes its place")
    func fallback() async throws {
        var configuration = TestWorker.configuration()
        configuration.bubblewrapPaths = ["/usr/bin/false"]
        let pool = MediaWorkerPool(configuration: configuration)
        await pool.start()
        #expect(pool.health == .ready(sandbox: "landlock"))
        await pool.stop()
    }

    @Test("a worker that is not there is named")
    func missingWorker() async throws {
        let pool = MediaWorkerPool(configuration: MediaWorkerConfiguration(executable: "/nowhere/vitrine-media-worker"))
        await pool.start()
        guard case .unavailable(let reason) = pool.health else {
            Issue.record("\(pool.health)")
            return
        }
        #expect(reason.contains("/nowhere/vitrine-media-worker"))
        await pool.stop()
    }

    @Test("probes are refused outside tests")
    func probesOff() async throws {
        var configuration = TestWorker.configuration()
        configuration.allowsProbes = false
        let pool = MediaWorkerPool(configuration: configuration)
        await pool.start()
        await #expect(throws: MediaWorkerError.self) { try await pool.probe("echo:hello") }
        await pool.stop()
    }
}

/// Runs `body` with a worker of its own.
func withWorker(
    in sandbox: MediaWorkerConfiguration.Sandbox = .automatic, timeLimit: Int = 20, _ body: (MediaWorkerPool) async throws -> Void
) async throws {
    var configuration = TestWorker.configuration()
    configuration.sandbox = sandbox
    configuration.timeLimit = timeLimit
    let pool = MediaWorkerPool(configuration: configuration)
    await pool.start()
    try await body(pool)
    await pool.stop()
}
