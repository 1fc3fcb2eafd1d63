internal import Cryptography

/// What the bytes of one request have to hash to, by the client's word (tus, “checksum”).
package struct UploadChecksum: Sendable {
    fileprivate let algorithm: Digest.Algorithm
    fileprivate let digest: [UInt8]

    /// Nil for an algorithm that is not one of ``algorithms``.
    package init?(algorithm: String, digest: [UInt8]) {
        guard let algorithm = Digest.Algorithm(rawValue: algorithm) else { return nil }
        self.algorithm = algorithm
        self.digest = digest
    }

    /// `sha1` and others, by the protocol's names.
    package static let algorithms = Digest.Algorithm.allCases.map(\.rawValue)

    func begin() -> Digest { Digest(algorithm) }

    func matches(_ digest: Digest) -> Bool { digest.finalize() == self.digest }
}
