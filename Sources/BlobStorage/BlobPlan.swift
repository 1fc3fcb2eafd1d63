/// A blob that is about to be stored: where it will go and how it is to be kept, known before its first byte.
package struct BlobPlan: Hashable, Sendable {
    /// What it is staged under: one segment of a `BlobKey`, an upload intent's id say, so that a sweep knows it is live; without one
    /// an unguessable name is made.
    package let name: String?
    package let key: BlobKey
    /// What a store that serves blobs under addresses of its own says they are.
    package let mimeType: String
    /// Whether such a store must offer the blob for saving instead of showing it: the types that could run script (SAFETY).
    package let isAttachment: Bool

    package init(name: String? = nil, key: BlobKey, mimeType: String = "application/octet-stream", isAttachment: Bool = true) {
        self.name = name
        self.key = key
        self.mimeType = mimeType
        self.isAttachment = isAttachment
    }
}

/// The uploads in progress, whose staged bytes must stay.
package struct LiveStaging: Sendable {
    package var names: Set<String>
    package var keys: Set<BlobKey>

    package init(names: Set<String> = [], keys: Set<BlobKey> = []) {
        self.names = names
        self.keys = keys
    }
}
