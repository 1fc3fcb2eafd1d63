internal import HTTPClient

extension S3BlobStore {
    /// The server copies, and keeps with the copy what the plan says instead of what the source has.
    package func replace(_ plan: BlobPlan, withCopyOf source: BlobKey) async throws(BlobError) {
        guard let object = try await head(source.description) else { throw .notFound }
        let key = plan.key.description
        let kept = plan.storedHeaders + [("Cache-Control", client.configuration.cacheControl)]
        do throws(S3Error) {
            if object.byteSize <= Self.greatestCopy {
                let headers = kept + [("x-amz-metadata-directive", "REPLACE")]
                try await client.copy(source.description, object, to: key, headers)
            } else {
                try await client.copyInParts(source.description, object, to: key, kept)
            }
        } catch {
            // What was there a moment ago has gone, or is another by now.
            throw error.code == "NoSuchKey" || error.status == 412 ? .notFound : BlobError(error)
        }
    }
}
