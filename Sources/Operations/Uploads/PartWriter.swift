internal import BlobStorage
internal import Cryptography
internal import Database
internal import Library
internal import LibraryStore

/// Keeps the bytes of one request to an upload: cut into parts, each published as any blob is and then recorded, on the condition
/// that the upload still stands where this writer left it.
struct PartWriter: Sendable {
    private let library: MediaLibrary
    private let upload: Upload
    private let organization: Organization
    private let checksum: UploadChecksum?

    init(library: MediaLibrary, upload: Upload, _ organization: Organization, _ checksum: UploadChecksum?) {
        self.library = library
        self.upload = upload
        self.organization = organization
        self.checksum = checksum
    }

    /// One part while it is written; used by one task at a time.
    private final class OpenPart {
        let publication: Publication
        let position: Int64
        var byteSize: Int64 = 0

        init(_ publication: Publication, at position: Int64) {
            self.publication = publication
            self.position = position
        }
    }

    /// With a checksum there is one part, whatever its size: it is recorded once the digest is known to be right.
    private var partSize: Int64 { checksum == nil ? UploadPart.preferredSize(of: upload.byteSize) : .max }

    /// Reads `source` to its end. What it throws is thrown once the tail that arrived is kept.
    func receive(_ source: some UploadSource) async throws {
        let buffer = UnsafeMutableRawBufferPointer.allocate(byteCount: UploadIntake.bufferSize, alignment: 4096)
        defer { buffer.deallocate() }
        let digest = checksum?.begin()
        var position = upload.receivedBytes
        var part: OpenPart?
        while true {
            let count: Int
            do {
                count = try await source.read(into: buffer)
            } catch {
                if let part { await keepOrDrop(part, after: error) }
                throw error
            }
            if count == 0 { break }
            let open = try await opened(part, at: position)
            part = open
            position += Int64(count)
            try await write(UnsafeRawBufferPointer(rebasing: buffer[..<count]), digest, to: open)
            if open.byteSize >= partSize {
                part = nil
                try await record(open)
            }
        }
        guard let part else { return }
        if let checksum, let digest, !checksum.matches(digest) {
            await library.abandon(part.publication, after: UploadError.checksumMismatch)
            throw UploadError.checksumMismatch
        }
        try await record(part)
    }

    private func opened(_ part: OpenPart?, at position: Int64) async throws -> OpenPart {
        if let part { return part }
        let key = StorageKey.uploadPart(organization.id, upload.id, position: position, fence: upload.fence)
        let publication = try await library.beginPublication(
            of: BlobKey(key), "application/octet-stream", to: library.store(upload.place), reserving: 0, in: organization)
        return OpenPart(publication, at: position)
    }

    private func write(_ bytes: UnsafeRawBufferPointer, _ digest: Digest?, to part: OpenPart) async throws {
        do {
            guard part.position + part.byteSize + Int64(bytes.count) <= upload.byteSize else {
                throw UploadError.tooManyBytes(announced: upload.byteSize)
            }
            digest?.update(bytes)
            try await part.publication.write(bytes)
            try await part.publication.stayAlive()
            part.byteSize += Int64(bytes.count)
        } catch {
            await library.abandon(part.publication, after: error)
            throw error
        }
    }

    /// The client has gone, or the server is about to: what arrived is not to be sent again. A cancelled request does not cut this short.
    private func keepOrDrop(_ part: OpenPart, after error: any Error) async {
        guard checksum == nil else { return await library.abandon(part.publication, after: error) }
        // The request's task waits here, and touches the part no more.
        nonisolated(unsafe) let part = part
        let keeping = Task(executorPreference: library.blockingPool) { try await record(part) }
        // What cannot be kept is undone in `record`, and the client asks where the upload stands.
        _ = try? await keeping.value
    }

    /// Makes the part durable and the upload longer by it, unless somebody else did meanwhile.
    private func record(_ open: OpenPart) async throws {
        let publication = open.publication
        do {
            try await publication.finish()
            try await publication.publish()
            try await commit(
                UploadPart(position: open.position, key: publication.key.description, byteSize: open.byteSize),
                publication.intentID)
        } catch {
            await library.abandon(publication, after: error)
            throw error
        }
    }

    private func commit(_ part: UploadPart, _ intent: IntentID) async throws {
        let (upload, organization, lifetime) = (upload, organization.id, library.uploadLifetime)
        try await library.database.write { transaction in
            try await transaction.organizations.lock(organization)
            guard try await transaction.intents.take(intent, in: organization) != nil else { throw ServiceError.interrupted }
            let isNext = try await transaction.uploads.add(
                part, to: upload.id, fence: upload.fence, lifetime: lifetime, in: organization)
            guard isNext else { throw UploadError.locked }
        }
    }
}
