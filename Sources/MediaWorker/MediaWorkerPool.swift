internal import CSandbox
package import Platform

/// Decodes untrusted pictures and documents outside this process: one sandboxed, forked child for each.
package final class MediaWorkerPool: Sendable {
    let configuration: MediaWorkerConfiguration
    private let keeper: ZygoteKeeper
    private let renders: JobSlots
    private let inspections: JobSlots
    /// Of their own, so that somebody who waits for a page does not wait for pictures.
    let documents: JobSlots
    /// Where the waiting for replies blocks.
    private let threads: BlockingPool

    package init(configuration: MediaWorkerConfiguration) {
        self.configuration = configuration
        keeper = ZygoteKeeper(configuration: configuration)
        renders = JobSlots(count: configuration.concurrentRenders, maximumWaiting: configuration.maximumWaiting)
        inspections = JobSlots(count: configuration.concurrentInspections, maximumWaiting: configuration.maximumWaiting)
        documents = JobSlots(count: configuration.concurrentDocuments, maximumWaiting: configuration.maximumWaiting)
        threads = BlockingPool(
            name: "media-replies",
            threads: configuration.concurrentRenders + configuration.concurrentInspections + configuration.concurrentDocuments)
    }

    /// Starts the worker; returns once it is ready or known not to start.
    package func start() async { await keeper.start() }

    /// Ends the worker; what runs or waits fails as unavailable.
    package func stop() async { await keeper.stop() }

    package var health: MediaWorkerHealth { keeper.health }

    /// The worker's process while it runs, for tests that kill it.
    package var processIdentifier: Int32? { keeper.running?.processIdentifier }

    /// Whether pictures of `mimeType` can be inspected and rendered by this build.
    package static func canDecode(mimeType: String) -> Bool { MediaFormat(mimeType: mimeType) != nil }

    /// Reads the header of `source`, a regular file open for reading; a few milliseconds.
    package func inspect(_ source: FileDescriptor, mimeType: String) async throws(MediaWorkerError) -> MediaInspection {
        let format = try format(of: mimeType)
        let reply = try await run(.inspect(format, pictureLimits), on: source, in: inspections, megabytes: format.memoryMegabytes)
        guard case .inspection(let inspection) = reply else { throw unexpected }
        return inspection
    }

    /// Inspects `source` and makes its thumbnail, card and placeholder from one decode.
    package func render(_ source: FileDescriptor, mimeType: String) async throws(MediaWorkerError) -> MediaRendering {
        let format = try format(of: mimeType)
        let reply = try await run(.render(format, pictureLimits), on: source, in: renders, megabytes: format.memoryMegabytes)
        guard case .rendering(let rendering) = reply else { throw unexpected }
        return rendering
    }

    /// The same for a picture that is in memory.
    package func render(_ bytes: [UInt8], mimeType: String) async throws(MediaWorkerError) -> MediaRendering {
        try await render(try memoryFile(bytes), mimeType: mimeType)
    }

    /// Draws a trusted SVG at `width` × `height` pixels, through the same sandbox.
    package func draw(svg: [UInt8], as format: DrawFormat, width: Int, height: Int) async throws(MediaWorkerError) -> [UInt8] {
        let request = WorkerRequest.draw(format, width: width, height: height)
        let reply = try await run(request, on: try memoryFile(svg), in: renders, megabytes: 700, replyBytes: 64 << 20)
        guard case .drawing(let bytes) = reply else { throw unexpected }
        return bytes
    }

    /// Asks the worker to look at its sandbox or to misbehave; refused unless the configuration allows probes.
    package func probe(_ name: String, source: FileDescriptor? = nil) async throws(MediaWorkerError) -> String {
        let empty = try memoryFile([])
        let reply = try await run(.probe(name), on: source ?? empty, in: renders, megabytes: 256)
        guard case .probe(let text) = reply else { throw unexpected }
        return text
    }
}

extension MediaWorkerPool {
    private var pictureLimits: PictureLimits {
        PictureLimits(maximumPixels: configuration.maximumPixels, maximumFrames: configuration.maximumFrames)
    }

    var unexpected: MediaWorkerError { .malformed("its decoder gave no usable answer") }

    private func format(of mimeType: String) throws(MediaWorkerError) -> MediaFormat {
        guard let format = MediaFormat(mimeType: mimeType) else { throw .unsupported(mimeType) }
        return format
    }

    func memoryFile(_ bytes: [UInt8]) throws(MediaWorkerError) -> FileDescriptor {
        let file = sandbox_memory_file(bytes, bytes.count)
        guard file >= 0 else { throw .unavailable("no memory file could be made: \(Errno(rawValue: -file))") }
        return FileDescriptor(owning: file)
    }

    /// `seconds` is the configuration's limit for pictures when nil.
    func run(
        _ request: WorkerRequest, on source: FileDescriptor, in slots: JobSlots, megabytes: Int, seconds: Int? = nil,
        replyBytes: Int = 4 << 20
    ) async throws(MediaWorkerError) -> WorkerReply {
        let limits = JobLimits(
            milliseconds: (seconds ?? configuration.timeLimit) * 1000, memoryMegabytes: megabytes,
            sourceBytes: try byteSize(of: source),
            replyBytes: replyBytes)
        return try await slots.withSlot { () async throws(MediaWorkerError) in
            let zygote = try await keeper.zygote()
            if let reply = try await exchange(request, with: zygote, limits: limits, source: source) { return reply }
            let next = try await keeper.replacement(for: zygote)
            if let reply = try await exchange(request, with: next, limits: limits, source: source) { return reply }
            throw .unavailable("the media worker was restarted twice")
        }
    }

    private func byteSize(of source: FileDescriptor) throws(MediaWorkerError) -> Int64 {
        guard let status = try? source.status(), status.isRegularFile else { throw .malformed("it is not a regular file") }
        return status.byteSize
    }

    private func exchange(
        _ request: WorkerRequest, with zygote: Zygote, limits: JobLimits, source: FileDescriptor
    ) async throws(MediaWorkerError) -> WorkerReply? {
        guard let cancellation = try? WakeSignal() else { throw .unavailable("no event descriptor could be made") }
        let exchange = JobExchange(zygote: zygote, cancellation: cancellation, request: request, limits: limits, source: source)
        let outcome = await withTaskCancellationHandler {
            await withTaskExecutorPreference(threads) { await blockingly(exchange) }
        } onCancel: {
            cancellation.raise()
        }
        return try outcome.get().map(accepted)
    }

    @concurrent private func blockingly(_ exchange: JobExchange) async -> Result<WorkerReply?, MediaWorkerError> {
        do { return .success(try exchange.run()) } catch { return .failure(error) }
    }

    private func accepted(_ reply: WorkerReply) throws(MediaWorkerError) -> WorkerReply {
        guard case .refusal(let refusal) = reply else { return reply }
        throw switch refusal {
        case .unsupported(let what): .unsupported(what)
        case .malformed(let what): .malformed(what)
        case .tooLarge(let what): .tooLarge(what)
        case .outOfMemory: .outOfMemory
        }
    }
}
