package import HTTPClient
package import Platform

/// Blobs as objects of Supabase Storage, by its HTTP API and the service role's key: the blob `a/b.jpg` is the object of that name.
///
/// Staged bytes are here only, in a file without a name, and are sent when they are published: nothing half done is ever there. What is
/// quarantined is moved to `.quarantine/<seconds>/<key>`. Several processes may use one bucket.
package final class SupabaseBlobStore: PresigningBlobStore {
    package let provider = "supabase"
    package var bucket: String? { client.configuration.bucket }

    let client: SupabaseClient
    let staging: SpooledBlob.Staging

    /// Opens the store; nothing is sent yet.
    ///
    /// - Parameters:
    ///   - spool: a folder for bytes on their way, made when missing; its parent must exist.
    ///   - pool: runs the calls that block.
    package init(
        _ configuration: SupabaseConfiguration, connections: StoreConnections, spool: String, pool: BlockingPool
    ) throws(BlobError) {
        client = SupabaseClient(configuration, connections)
        staging = SpooledBlob.Staging(try Spool(folder: spool, pool: pool))
    }

    package func makeBucket() async throws(BlobError) {
        let name = client.configuration.bucket
        do throws(SupabaseFailure) {
            let _: SupabaseReply.Ignored = try await client.send(
                client.request(.post, "/bucket", SupabaseOrder.Bucket(id: name, name: name)))
        } catch {
            if error.refusal?.isDuplicate != true { throw explained(error) }
        }
    }

    package func open(_ key: BlobKey) async throws(BlobError) -> OpenBlob {
        let description = try await describe(key)
        let blob = SupabaseBlob(key: key, byteSize: description.byteSize, tag: description.tag, store: self)
        return OpenBlob(remote: blob, byteSize: description.byteSize, modifiedAt: description.modifiedAt)
    }

    package func check() async throws(BlobError) {
        try await confirmBucket()
        _ = try await staging.spool.makeFile()
    }

    /// Returns when the bucket is there. The service answers for objects of a bucket that is not as for any that are absent.
    func confirmBucket() async throws(BlobError) {
        do throws(SupabaseFailure) {
            let _: SupabaseReply.Ignored = try await client.send(client.request(.get, client.path("/bucket")))
        } catch {
            guard error.refusal?.isAbsence == true else { throw explained(error) }
            throw .unavailable("no Supabase Storage is at \(client.configuration.url)")
        }
    }

    /// What `failure` means; that a blob is absent is only said of a bucket that is there.
    func confirmed(_ failure: SupabaseFailure) async throws(BlobError) -> BlobError {
        if failure.refusal?.isAbsence == true { try await confirmBucket() }
        return explained(failure)
    }

    func explained(_ failure: SupabaseFailure) -> BlobError { BlobError(failure, bucket: client.configuration.bucket) }
}
