/// The names blobs are stored under (M23): made here, never from a client's word (M16).
package enum StorageKey {
    /// `organizations/<organizationId>/media/<assetId>.<ext>`; later versions put `.v<n>` before the extension.
    package static func original(_ organization: OrganizationID, _ asset: AssetID, version: Int, fileExtension: String) -> String
    {
        "\(mediaPrefix(organization))\(asset)\(versionMark(version)).\(fileExtension)"
    }

    /// `organizations/<organizationId>/media/thumbnails/<assetId>.webp`, and `….card.jpg` for the card.
    ///
    /// - Parameter mark: ``Asset/thumbnailMark``; put after the version where it is not empty.
    package static func rendition(
        _ organization: OrganizationID, _ asset: AssetID, version: Int, mark: String = "", _ name: RenditionName
    ) -> String {
        let mark = mark.isEmpty ? "" : ".\(mark)"
        let kind = name == .thumbnail ? "" : ".\(name.rawValue)"
        return "\(mediaPrefix(organization))thumbnails/\(asset)\(versionMark(version))\(mark)\(kind).\(name.fileExtension)"
    }

    /// The key of an asset's present rendition.
    package static func rendition(of asset: Asset, in organization: OrganizationID, _ name: RenditionName) -> String {
        rendition(organization, asset.id, version: asset.version, mark: asset.thumbnailMark, name)
    }

    /// `organizations/<organizationId>/uploads/<uploadId>/`: what has arrived of an upload that is not an asset yet. The one place
    /// clients with a presigned address may write to.
    package static func uploadPrefix(_ organization: OrganizationID, _ upload: UploadID) -> String {
        "\(organizationPrefix(organization))uploads/\(upload)/"
    }

    /// A part of an upload, from its byte `position` on.
    ///
    /// - Parameter fence: the writer's, so that two never meet under one key.
    package static func uploadPart(_ organization: OrganizationID, _ upload: UploadID, position: Int64, fence: Int64) -> String {
        "\(uploadPrefix(organization, upload))\(position).\(fence)"
    }

    /// The whole of a presigned upload, as its client wrote it.
    package static func presignedUpload(_ organization: OrganizationID, _ upload: UploadID) -> String {
        "\(uploadPrefix(organization, upload))file"
    }

    /// The upload whose part a key names; nil for any other key.
    package static func upload(of key: String) -> UploadID? {
        let segments = key.split(separator: "/")
        guard segments.count == 5, segments[0] == "organizations", segments[2] == "uploads" else { return nil }
        return UploadID(segments[3])
    }

    /// `organizations/<organizationId>/logo/<contentHash>.<ext>`, in the bucket of logos (M66).
    ///
    /// - Parameter contentHash: the first 16 hexadecimal digits of the bytes' SHA-256.
    package static func logo(_ organization: OrganizationID, contentHash: String, fileExtension: String) -> String {
        "\(organizationPrefix(organization))logo/\(contentHash).\(fileExtension)"
    }

    /// `global/site-variables/<asset>.<contentHash>.<ext>`: nobody's in particular, and everybody's to see (M25).
    package static func siteVariable(_ asset: String, contentHash: String, fileExtension: String) -> String {
        "\(siteVariablesPrefix)\(asset).\(contentHash).\(fileExtension)"
    }

    /// Where the files behind site variables are.
    package static let siteVariablesPrefix = "global/site-variables/"

    /// Everything that belongs to an organization.
    package static let organizationsPrefix = "organizations/"

    /// Everything of one organization, with the trailing slash that keeps its neighbours out.
    package static func organizationPrefix(_ organization: OrganizationID) -> String { "\(organizationsPrefix)\(organization)/" }

    /// The organization a key belongs to; nil for global keys and anything that is no key of this library.
    package static func organization(of key: String) -> OrganizationID? {
        let segments = key.split(separator: "/", maxSplits: 2)
        guard segments.count == 3, segments[0] == "organizations" else { return nil }
        return OrganizationID(segments[1])
    }

    private static func mediaPrefix(_ organization: OrganizationID) -> String { "\(organizationPrefix(organization))media/" }

    private static func versionMark(_ version: Int) -> String { version == 1 ? "" : ".v\(version)" }
}

/// The promise of a blob: recorded before its bytes exist, gone when a row owns them.
package struct PublishIntent: Sendable {
    package let id: IntentID
    package let organizationID: OrganizationID
    package let key: String
    /// Bytes of quota held for it; 0 for renditions.
    package let reservedBytes: Int64
    /// The upload in several requests whose quota this is: it gets it back when nothing comes of the intent.
    package let upload: UploadID?

    package init(id: IntentID, organizationID: OrganizationID, key: String, reservedBytes: Int64, for upload: UploadID? = nil) {
        self.id = id
        self.organizationID = organizationID
        self.key = key
        self.reservedBytes = reservedBytes
        self.upload = upload
    }
}
