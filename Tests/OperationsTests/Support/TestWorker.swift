import Glibc
import MediaWorker

/// The worker built beside the test bundle, one for all tests.
enum TestWorker {
    static let shared = Task {
        let pool = MediaWorkerPool(configuration: MediaWorkerConfiguration(executable: executable))
        await pool.start()
        return pool
    }

    /// One that cannot start.
    static let absent = Task {
        let pool = MediaWorkerPool(configuration: MediaWorkerConfiguration(executable: "/nonexistent/vitrine-media-worker"))
        await pool.start()
        return pool
    }

    /// One whose every slot for inspections is taken, for ever.
    static let busy = Task {
        var configuration = MediaWorkerConfiguration(executable: executable)
        configuration.concurrentInspections = 0
        return MediaWorkerPool(configuration: configuration)
    }

    private static let executable: String = {
        // The test runner's executable sits in the build directory, as the worker does.
        var path = [CChar](repeating: 0, count: 4096)
        let count = readlink("/proc/self/exe", &path, path.count - 1)
        let own = String(decoding: path[..<max(0, count)].map(UInt8.init(bitPattern:)), as: UTF8.self)
        let bundle = CommandLine.arguments.first { $0.hasSuffix(".xctest") } ?? own
        return bundle.split(separator: "/").dropLast().reduce("") { $0 + "/" + $1 } + "/vitrine-media-worker"
    }()
}

/// Files for uploads.
enum Samples {
    /// A 90 × 60 PNG, drawn once.
    static let picture = Task {
        let svg =
            "<svg xmlns='http://www.w3.org/2000/svg' width='90' height='60'><rect width='90' height='60' fill='#c40'/></svg>"
        return try await TestWorker.shared.value.draw(svg: Array(svg.utf8), as: .png, width: 90, height: 60)
    }

    /// `count` bytes of plain text.
    static func text(_ count: Int) -> [UInt8] {
        Array(String(repeating: "plain words, ", count: count / 13 + 1).utf8.prefix(count))
    }
}
