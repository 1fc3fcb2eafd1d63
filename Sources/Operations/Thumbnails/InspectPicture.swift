internal import Library
internal import MediaWorker
internal import Platform

/// What is known of a new file's picture before its thumbnail is made.
struct PictureInspection {
    var facts = PictureFacts()
    var thumbnail: ThumbnailState
}

extension MediaLibrary {
    /// Reads the header of a new file in the media worker: a few milliseconds, and never a reason to refuse the file.
    ///
    /// Waits for the worker `limit` at most, or an upload's lease could run out in a queue of files that take it long; the
    /// thumbnail's job reads the header again.
    func inspectPicture(
        _ source: FileDescriptor, mimeType: String, atMost limit: Duration = .seconds(30)
    ) async -> PictureInspection {
        guard MediaWorkerPool.canDecode(mimeType: mimeType) else {
            return PictureInspection(thumbnail: ThumbnailState(status: .none, error: Self.reasonForNoThumbnail(of: mimeType)))
        }
        return await withTaskGroup(of: PictureInspection?.self) { group in
            group.addTask { await inspect(source, mimeType: mimeType) }
            group.addTask {
                try? await Task.sleep(for: limit)
                return nil
            }
            defer { group.cancelAll() }
            return await group.next().flatMap(\.self) ?? PictureInspection(thumbnail: ThumbnailState(status: .pending))
        }
    }

    private func inspect(_ source: FileDescriptor, mimeType: String) async -> PictureInspection {
        do {
            let inspection = try await mediaWorker.inspect(source, mimeType: mimeType)
            return PictureInspection(facts: PictureFacts(inspection), thumbnail: ThumbnailState(status: .pending))
        } catch  where error.isPermanent {
            return PictureInspection(thumbnail: ThumbnailState(status: .failed, error: error.reason, attemptedAt: now))
        } catch {
            return PictureInspection(thumbnail: ThumbnailState(status: .pending))
        }
    }

    private static func reasonForNoThumbnail(of mimeType: String) -> String? {
        switch AssetKind(mimeType: mimeType) {
        case .image, .video, .pdf: "This version makes no thumbnails of \(mimeType) files."
        case .audio, .document, .archive, .other: nil
        }
    }
}

extension Asset {
    /// Whether a thumbnail can be made of it: from its bytes, or from the picture a link was given with.
    var hasPictureSource: Bool {
        mimeType.map { MediaWorkerPool.canDecode(mimeType: $0) } ?? (thumbnailSourceURL != nil)
    }
}

extension PictureFacts {
    init(_ inspection: MediaInspection, placeholder: String? = nil) {
        self.init(
            width: inspection.width, height: inspection.height, durationSeconds: inspection.durationSeconds,
            pageCount: inspection.frames > 1 ? inspection.frames : nil, exif: inspection.exif, placeholder: placeholder)
    }
}
