/// How far an asset's thumbnail has come (M28, M29).
package struct ThumbnailState: Hashable, Sendable {
    package var status: ThumbnailStatus
    /// Why there is none, in a sentence.
    package var error: String?
    package var attemptedAt: Timestamp?

    package init(status: ThumbnailStatus, error: String? = nil, attemptedAt: Timestamp? = nil) {
        self.status = status
        self.error = error
        self.attemptedAt = attemptedAt
    }

    /// How long a failed thumbnail is left alone before a listing may ask for it again (M29).
    package static let retryCooldownSeconds: Int64 = 3600

    /// Whether a listing at `now` should queue another attempt.
    package func isDue(at now: Timestamp) -> Bool {
        guard status == .failed, let attemptedAt else { return status == .failed }
        return attemptedAt.advanced(bySeconds: Self.retryCooldownSeconds) <= now
    }
}

/// What tells the thumbnails of one byte version of an asset apart in their keys: `t` and twelve hexadecimal digits.
package enum ThumbnailMark {
    /// - Parameter digits: random ones: two editors who choose a picture at once must not meet under one key.
    package static func make(_ digits: some StringProtocol) -> String { "t\(digits.prefix(12))" }

    static func isOne(_ text: some StringProtocol) -> Bool {
        text.count == 13 && text.first == "t" && text.dropFirst().allSatisfy { $0.isHexDigit && !$0.isUppercase }
    }
}

package enum ThumbnailStatus: String, Sendable {
    /// Nothing to picture: kept and shown by its kind.
    case none
    case pending, ready, failed
}

/// The derived files every visual asset gets (M28); a new size is one line here.
package enum RenditionName: String, CaseIterable, Sendable {
    /// WebP, fits 320 × 320.
    case thumbnail
    /// JPEG quality 85, 200 × 200, centre-cropped.
    case card

    package var fileExtension: String {
        switch self {
        case .thumbnail: "webp"
        case .card: "jpg"
        }
    }
}

/// A derived file as it is stored.
package struct Rendition: Sendable {
    package let assetID: AssetID
    package let name: RenditionName
    /// The byte version of the asset it was made from.
    package let version: Int
    package let place: StoragePlace
    package let key: String
    package let mimeType: String
    package let byteSize: Int64
    package let checksum: [UInt8]
    package let width: Int
    package let height: Int

    package init(
        assetID: AssetID, name: RenditionName, version: Int, place: StoragePlace, key: String, mimeType: String, byteSize: Int64,
        checksum: [UInt8], width: Int, height: Int
    ) {
        self.assetID = assetID
        self.name = name
        self.version = version
        self.place = place
        self.key = key
        self.mimeType = mimeType
        self.byteSize = byteSize
        self.checksum = checksum
        self.width = width
        self.height = height
    }
}
