internal import HTTPClient
internal import Platform

/// Sends the parts of a staged blob, a few at a time, while more of it is being written.
actor MultipartUpload {
    private let client: S3Client
    private let key: String
    private let headers: [(name: String, value: String)]
    private let file: FileDescriptor

    private var waiting: [BlobPart] = []
    private var etags: [Int: String] = [:]
    private var senders: [Task<Void, Never>] = []
    private var running = 0
    private var failure: S3Error?
    private var isAborted = false
    private var wasCompleting = false
    private var identifier: Task<Result<String, S3Error>, Never>?
    private var idle: [CheckedContinuation<Void, Never>] = []

    init(of blob: S3StagedBlob) {
        client = blob.store.client
        key = blob.plan.key.description
        headers = blob.storedHeaders
        file = blob.file
    }

    /// Queues a part; fails when an earlier one could not be sent.
    func add(_ part: BlobPart) throws(BlobError) {
        if let failure { throw BlobError(failure) }
        waiting.append(part)
        guard running < client.configuration.partsInFlight else { return }
        running += 1
        senders.append(Task { await sendWaiting() })
    }

    /// Returns when all parts have been sent; a cancelled task gives up sending.
    func waitForParts() async throws(BlobError) {
        await withTaskCancellationHandler {
            await waitUntilIdle()
        } onCancel: {
            Task { await self.cancel() }
        }
        if let failure { throw BlobError(failure) }
    }

    /// Puts the parts together under the key unless there is a blob already; fails with `NoSuchUpload` when they were swept.
    func complete() async throws(S3Error) {
        let id = try await uploadID()
        // Not every server says so when it is asked to complete. After an attempt whose outcome is unknown it would prove nothing.
        if !wasCompleting { try await client.expectUpload(key, id) }
        wasCompleting = true
        try await client.completeUpload(
            key, id, parts: etags.sorted { $0.key < $1.key }.map { ($0.key, $0.value) }, isExclusive: true)
    }

    /// Stops sending and has the server drop what it got. What cannot be dropped now is found by the sweep of staging.
    func abort() async {
        isAborted = true
        cancel()
        await waitUntilIdle()
        guard let identifier, case .success(let id) = await identifier.value else { return }
        _ = try? await client.abortUpload(key, id)
    }

    private func cancel() {
        for sender in senders { sender.cancel() }
        identifier?.cancel()
    }

    private func waitUntilIdle() async {
        if running > 0 { await withCheckedContinuation { idle.append($0) } }
    }

    private func sendWaiting() async {
        while failure == nil, !isAborted, !waiting.isEmpty {
            let part = waiting.removeFirst()
            do throws(S3Error) {
                etags[part.number] = try await client.sendPart(part, of: file, key, try await uploadID())
            } catch {
                failure = failure ?? error
            }
        }
        running -= 1
        guard running == 0 else { return }
        for waiter in idle { waiter.resume() }
        idle = []
    }

    /// The server's name for this upload, which begins with the first call.
    private func uploadID() async throws(S3Error) -> String {
        let task =
            identifier
            ?? Task { [client, key, headers] in
                do throws(S3Error) { return .success(try await client.beginUpload(key, headers)) } catch {
                    return .failure(error)
                }
            }
        identifier = task
        return try await task.value.get()
    }
}
