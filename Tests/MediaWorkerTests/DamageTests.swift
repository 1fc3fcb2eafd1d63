import MediaWorker
import Testing

@Suite("Damaged and oversized files") struct DamageTests {
    @Test("a file cut in half is malformed", arguments: FormatTests.stills.map(\.0))
    func cut(format: DrawFormat) async throws {
        let whole = try await Drawings.quarters(as: format)
        let error = await #expect(throws: MediaWorkerError.self) {
            try await TestWorker.shared.value.render(Array(whole[..<(whole.count / 2)]), format.mimeType)
        }
        guard case .malformed = error else {
            Issue.record("\(format) cut in half: \(String(describing: error))")
            return
        }
    }

    @Test("a JPEG without its end marker, or with bytes after it, is shown")
    func oddEnding() async throws {
        let whole = try await Drawings.quarters(as: .jpeg(quality: 90))
        let pool = await TestWorker.shared.value
        _ = try await pool.render(Array(whole.dropLast(2)), "image/jpeg")
        _ = try await pool.render(whole + Array("appended by some program".utf8), "image/jpeg")
    }

    @Test("a type that is not what the bytes are is malformed")
    func wrongType() async throws {
        let png = try await Drawings.quarters(as: .png)
        await #expect(throws: MediaWorkerError.malformed("it says jpeg and is png")) {
            try await TestWorker.shared.value.inspect(png, "image/jpeg")
        }
    }

    @Test("an empty file and plain text are malformed", arguments: ["", "hello, this is not a picture"])
    func notAPicture(text: String) async throws {
        let error = await #expect(throws: MediaWorkerError.self) {
            try await TestWorker.shared.value.inspect(Array(text.utf8), "image/jpeg")
        }
        #expect(error?.isPermanent == true)
    }

    @Test("more pixels than allowed are refused from the header", arguments: [(900_000, 900_000), (30_000, 30_000)])
    func bomb(width: Int, height: Int) async throws {
        let error = await #expect(throws: MediaWorkerError.self) {
            try await TestWorker.shared.value.render(PNGFile.claiming(width, height), "image/png")
        }
        guard case .tooLarge = error else {
            Issue.record("\(String(describing: error))")
            return
        }
    }

    @Test("more frames than allowed are refused")
    func frames() async throws {
        let error = await #expect(throws: MediaWorkerError.self) {
            try await TestWorker.shared.value.render(
                Animation.gif(2, 2, frames: Array(repeating: 1, count: 1001)), "image/gif")
        }
        #expect(error == .tooLarge("1001 frames, where 1000 are allowed"))
    }

    @Test(
        "bit-flipped and cut files end with a picture or a reason, and the worker goes on", arguments: FormatTests.stills.map(\.0)
    )
    func flipped(format: DrawFormat) async throws {
        let pool = await TestWorker.shared.value
        let whole = try await pool.draw(svg: Drawings.quarters, as: format, width: 90, height: 60)
        try await withThrowingTaskGroup(of: Void.self) { group in
            for seed in UInt64(0)..<24 {
                let damaged = Self.damaged(whole, seed: seed)
                group.addTask {
                    do { _ = try await pool.render(damaged, format.mimeType) } catch let error as MediaWorkerError {
                        #expect(!error.reason.isEmpty)
                        if case .unavailable = error { Issue.record("seed \(seed) cost the worker: \(error)") }
                    }
                }
            }
            try await group.waitForAll()
        }
        _ = try await pool.render(whole, format.mimeType)
    }

    private static func damaged(_ whole: [UInt8], seed: UInt64) -> [UInt8] {
        var generator = SeededGenerator(seed: seed)
        var bytes = whole
        for _ in 0..<Int.random(in: 1...8, using: &generator) {
            let at = Int.random(in: 0..<bytes.count, using: &generator)
            bytes[at] ^= 1 << UInt8.random(in: 0..<8, using: &generator)
        }
        return Bool.random(using: &generator) ? bytes : Array(bytes[..<Int.random(in: 1...bytes.count, using: &generator)])
    }
}
