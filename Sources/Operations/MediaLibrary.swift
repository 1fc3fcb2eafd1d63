package import BlobStorage
package import Cryptography
package import Database
package import FileTypes
package import HTTPClient
package import Library
package import MediaWorker
package import Platform

/// Everything the operations work with; each operation is one extension of this in a file of its own.
///
/// Doors decode a request, call one operation with the caller, and encode its answer; nothing is decided twice.
package struct MediaLibrary: Sendable {
    package let database: any Database
    package let stores: BlobStores
    /// Where another server answers for new blobs (`STORAGE_PUBLIC_BASE_URL`), without a closing slash; nil: this one under `/files`.
    let publicBaseURL: String?
    package let mediaWorker: MediaWorkerPool
    let fileTypes: FileTypeDetector
    /// For addresses people name.
    let outbound: OutboundClient
    /// What signatures and stored answers are made with.
    let secret: ServerSecret
    /// Where hashing, file writes and passwords run.
    let blockingPool: BlockingPool
    let clock: any WallClock
    /// Wakes the job runners when a job was queued.
    package let jobSignal: JobSignal
    let deliveries: DeliveryCache
    let tokenUses = TokenUses()
    /// How long an upload in several requests is kept after its last byte, in seconds.
    let uploadLifetime: Int64
    /// Where on this machine files lie that are no blobs.
    let folders: ServerFolders

    package init(
        database: any Database, stores: BlobStores, publicBaseURL: String? = nil, mediaWorker: MediaWorkerPool,
        fileTypes: FileTypeDetector, outbound: OutboundClient = OutboundClient(), secret: ServerSecret,
        blockingPool: BlockingPool, clock: any WallClock = SystemClock(),
        uploadLifetime: Int64 = UploadSettings.defaultLifetime, folders: ServerFolders = ServerFolders()
    ) {
        self.database = database
        self.stores = stores
        self.publicBaseURL = publicBaseURL
        self.mediaWorker = mediaWorker
        self.fileTypes = fileTypes
        self.outbound = outbound
        self.secret = secret
        self.blockingPool = blockingPool
        self.clock = clock
        self.uploadLifetime = uploadLifetime
        self.folders = folders
        jobSignal = JobSignal()
        deliveries = DeliveryCache(capacity: 2048, clock: clock)
    }

    package var now: Timestamp { clock.now }

    /// Runs `body` where calls may block.
    func blocking<Success: Sendable>(_ body: @Sendable () async throws -> Success) async throws -> Success {
        try await withTaskExecutorPreference(blockingPool, operation: body)
    }
}

/// Folders of the server beside those of its stores.
package struct ServerFolders: Sendable {
    /// For files without a name.
    package var temporary: String
    /// Where, in a folder named by the slug, files may lie that an organization had before (M49); nil: nowhere.
    package var uploads: String?

    package init(temporary: String = "/tmp", uploads: String? = nil) {
        self.temporary = temporary
        self.uploads = uploads
    }
}
