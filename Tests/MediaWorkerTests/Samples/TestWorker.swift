import Glibc
import MediaWorker
import Platform

/// A pool over the worker built beside the test bundle.
enum TestWorker {
    /// One pool for the tests that leave the worker as it was.
    static let shared = Task {
        let pool = MediaWorkerPool(configuration: configuration())
        await pool.start()
        return pool
    }

    static func configuration() -> MediaWorkerConfiguration {
        var configuration = MediaWorkerConfiguration(executable: executable)
        configuration.allowsProbes = true
        return configuration
    }

    static let executable: String = {
        // The test runner's executable sits in the build directory, as the worker does.
        var path = [CChar](repeating: 0, count: 4096)
        let count = readlink("/proc/self/exe", &path, path.count - 1)
        let own = String(decoding: path[..<max(0, count)].map(UInt8.init(bitPattern:)), as: UTF8.self)
        let bundle = CommandLine.arguments.first { $0.hasSuffix(".xctest") } ?? own
        return bundle.split(separator: "/").dropLast().reduce("") { $0 + "/" + $1 } + "/vitrine-media-worker"
    }()
}

extension MediaWorkerPool {
    func inspect(_ bytes: [UInt8], _ mimeType: String) async throws -> MediaInspection {
        try await inspect(try temporaryFile(bytes), mimeType: mimeType)
    }

    func render(_ bytes: [UInt8], _ mimeType: String) async throws -> MediaRendering {
        try await render(try temporaryFile(bytes), mimeType: mimeType)
    }
}

/// An unnamed file that holds `bytes`.
func temporaryFile(_ bytes: [UInt8]) throws -> FileDescriptor {
    let file = try FileDescriptor.open("/tmp", O_RDWR | 0o20200000)  // O_TMPFILE
    try bytes.withUnsafeBytes { try file.write($0) }
    return file
}

/// Whether this build watches its own memory or threads.
enum Sanitizer {
    static let isActive = dlsym(nil, "__asan_init") != nil || dlsym(nil, "__tsan_init") != nil
}
