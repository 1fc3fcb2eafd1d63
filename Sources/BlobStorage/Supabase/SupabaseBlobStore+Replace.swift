internal import FoundationEssentials
internal import HTTPClient

extension SupabaseBlobStore {
    /// The service copies the object with all that is stored beside it: the source has the plan's type since it was published.
    package func replace(_ plan: BlobPlan, withCopyOf source: BlobKey) async throws(BlobError) {
        do throws(SupabaseFailure) {
            try await copy(source, to: plan.key)
        } catch {
            // Older versions of the service copy to free names alone.
            guard error.refusal?.isDuplicate == true else { throw try await confirmed(error) }
            _ = try await describe(source)
            try await delete(plan.key)
            do throws(SupabaseFailure) { try await copy(source, to: plan.key) } catch { throw try await confirmed(error) }
        }
    }

    private func copy(_ source: BlobKey, to key: BlobKey) async throws(SupabaseFailure) {
        let order = SupabaseOrder.Move(
            bucketId: client.configuration.bucket, sourceKey: source.description, destinationKey: key.description)
        var request = client.request(.post, "/object/copy", order)
        request.headers.append(("x-upsert", "true"))
        let _: SupabaseReply.Ignored = try await client.send(request)
    }
}
