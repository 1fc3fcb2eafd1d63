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
        bytes = try await Self.read(source)
        guard !bytes.isEmpty else { throw LogoError.emptyFile }
        mimeType = bytes.withUnsafeBytes { fileTypes.mimeType(ofHead: $0, byteSize: Int64($0.count)) }
        guard OrganizationLogo.acceptedTypes.contains(mimeType: mimeType) else {
            throw LogoError.typeRefused(mimeType: mimeType)
        }
        checksum = SHA256.hash(bytes)
    }

    private static func read(_ source: some UploadSource) async throws -> [UInt8] {
        var bytes: [UInt8] = []
        let buffer = UnsafeMutableRawBufferPointer.allocate(byteCount: 64 * 1024, alignment: 16)
        defer { buffer.deallocate() }
        while true {
            let count = try await source.read(into: buffer)
            if count == 0 { break }
            guard Int64(bytes.count + count) <= OrganizationLogo.maximumBytes else { throw LogoError.tooLarge }
            bytes.append(contentsOf: buffer[..<count])
        }
        _ = try await source.completed(UploadDetails(fileName: ""))
        return bytes
    }

    func key(in organization: OrganizationID) -> String {
        StorageKey.logo(
            organization, contentHash: String(Hex.encode(checksum).prefix(16)),
            fileExtension: FileExtension.preferred(forMIMEType: mimeType))
    }
}
