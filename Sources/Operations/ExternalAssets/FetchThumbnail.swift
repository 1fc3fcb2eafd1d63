internal import FileTypes
internal import Library
internal import MediaWorker

extension MediaLibrary {
    /// Fetches a picture by way of the guard and renders it for the asset it stands for (M9); nothing of the picture itself is kept.
    ///
    /// Throws ``ImportError``, ``ThumbnailError``, and ``MediaWorkerError``.
    func rendering(ofPictureAt address: WebAddress) async throws -> MediaRendering {
        let download = DownloadSource(try await fetch(address, within: .seconds(30)))
        let bytes = try await download.bytes(atMost: ThumbnailError.maximumBytes, or: ThumbnailError.tooLarge)
        guard !bytes.isEmpty else { throw ThumbnailError.emptyFile }
        let mimeType = bytes.withUnsafeBytes { fileTypes.mimeType(ofHead: $0, byteSize: Int64($0.count)) }
        guard MediaWorkerPool.canDecode(mimeType: mimeType) else { throw ThumbnailError.typeRefused(mimeType: mimeType) }
        return try await mediaWorker.render(bytes, mimeType: mimeType)
    }
}
