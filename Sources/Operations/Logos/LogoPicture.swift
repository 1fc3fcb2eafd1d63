internal import Cryptography
internal import FileTypes
internal import Library

/// A logo as it arrived: all of it in memory, as it is small and its key is made of its checksum.
struct LogoPicture: Sendable {
    let bytes: [UInt8]
    let mimeType: String
    /// SHA-256.
    let checksum: [UInt8]

    /// Reads `source` to its end; throws ``LogoError``.
    init(reading source: some UploadSource, fileTypes: FileTypeDetector) async throws {
        bytes = try await source.bytes(atMost: OrganizationLogo.maximumBytes, or: LogoError.tooLarge)
        guard !bytes.isEmpty else { throw LogoError.emptyFile }
        mimeType = bytes.withUnsafeBytes { fileTypes.mimeType(ofHead: $0, byteSize: Int64($0.count)) }
        guard OrganizationLogo.acceptedTypes.contains(mimeType: mimeType) else {
            throw LogoError.typeRefused(mimeType: mimeType)
        }
        checksum = SHA256.hash(bytes)
    }

    func key(in organization: OrganizationID) -> String {
        StorageKey.logo(
            organization, contentHash: String(Hex.encode(checksum).prefix(16)),
            fileExtension: FileExtension.preferred(forMIMEType: mimeType))
    }
}
