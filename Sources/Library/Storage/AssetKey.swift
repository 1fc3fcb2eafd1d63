/// What a storage key says that was made for an asset's original or one of its renditions: the inverse of ``StorageKey``.
///
/// Every address an asset ever had can be read back to the asset, so that it answers with the current version of its bytes.
package struct AssetKey: Hashable, Sendable {
    /// As it was read.
    package let key: String
    package let organization: OrganizationID
    package let asset: AssetID
    /// The byte version the key was made for.
    package let version: Int
    /// Nil for an original.
    package let rendition: RenditionName?

    /// Reads a key exactly as ``StorageKey`` writes them; nil for anything else.
    package init?(_ key: String) {
        let segments = key.split(separator: "/", omittingEmptySubsequences: false)
        guard segments.count == 4 || (segments.count == 5 && segments[3] == "thumbnails"), segments[2] == "media",
            let organization = StorageKey.organization(of: key), let file = segments.last
        else { return nil }
        let words = file.split(separator: ".", omittingEmptySubsequences: false)
        guard words.count >= 2, let asset = AssetID(words[0]) else { return nil }
        let marked = words.count >= 3 ? Self.version(of: words[1]) : nil
        let version = marked ?? 1
        let fileExtension = words.dropFirst(marked == nil ? 1 : 2).joined(separator: ".")
        let next = words[marked == nil ? 1 : 2]
        let thumbnailMark = ThumbnailMark.isOne(next) ? String(next) : ""
        let rendition = RenditionName.allCases.first {
            StorageKey.rendition(organization, asset, version: version, mark: thumbnailMark, $0) == key
        }
        let original = StorageKey.original(organization, asset, version: version, fileExtension: fileExtension)
        guard segments.count == 5 ? rendition != nil : original == key && !fileExtension.isEmpty else { return nil }
        self.key = key
        self.organization = organization
        self.asset = asset
        self.version = version
        self.rendition = rendition
    }

    /// The number in `v2` and on; the first version has no mark.
    private static func version(of mark: Substring) -> Int? {
        guard mark.first == "v", let number = Int(mark.dropFirst()), number > 1 else { return nil }
        return number
    }
}

extension StorageKey {
    /// What the keys of all originals of an asset begin with, and no other key does.
    package static func originalsPrefix(_ organization: OrganizationID, _ asset: AssetID) -> String {
        "\(organizationPrefix(organization))media/\(asset)."
    }
}

extension StoredBlob {
    /// The key under which those find the current bytes who do not ask this server: the public address points straight at a bucket
    /// then. It is the first version's, and stays. Nil where the address leads here.
    package var publicCopyKey: String? {
        guard !publicURL.hasPrefix("/") else { return nil }
        return publicURL.split(separator: "/").suffix(4).joined(separator: "/")
    }
}
