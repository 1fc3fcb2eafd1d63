internal import Cryptography
internal import HTTPClient

extension S3BlobStore {
    /// Makes the bucket; one that is ours already is left as it is.
    package func makeBucket() async throws(BlobError) {
        var request = S3Request(.put, nil)
        if client.configuration.region != "us-east-1" {
            let region = XMLElement.escape(client.configuration.region)
            let body = Array(
                "<CreateBucketConfiguration><LocationConstraint>\(region)</LocationConstraint></CreateBucketConfiguration>".utf8)
            request.body = .bytes(body)
            request.payload = .hash(Hex.encode(SHA256.hash(body)))
        }
        do {
            _ = try await client.send(request)
        } catch {
            guard error.code == "BucketAlreadyOwnedByYou" else { throw BlobError(error) }
        }
    }
}
