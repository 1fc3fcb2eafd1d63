internal import FoundationEssentials
internal import HTTPClient

extension SupabaseBlobStore {
    package func stage(_ plan: BlobPlan) async throws(BlobError) -> any StagedBlob { try await staging.stage(plan) }

    package func publish(_ staged: any StagedBlob) async throws(BlobError) {
        let (blob, file) = try SpooledBlob.finished(staged, in: staging)
        let mark = SupabaseOrder.Mark(vitrine: unguessableName())
        var request = client.request(.post, client.path("/object", blob.plan.key.description))
        request.headers += [
            ("Content-Type", contentType(blob.plan)), ("Cache-Control", client.configuration.cacheControl), ("x-upsert", "false"),
            ("x-metadata", (try? JSONEncoder().encode(mark))?.base64EncodedString() ?? ""),
        ]
        request.body = .file(file, offset: 0, length: blob.byteSize)
        do throws(SupabaseFailure) {
            let _: SupabaseReply.Ignored = try await client.send(request)
        } catch {
            try await settle(error, blob.plan.key, mark)
        }
        blob.drop()
    }

    package func delete(_ key: BlobKey) async throws(BlobError) {
        if try await remove([key.description]) == 0 { try await confirmBucket() }
    }

    /// There is nothing of staged blobs but files that go with their process.
    package func removeAbandonedStaging(olderThan age: Int64, keeping live: LiveStaging) async throws(BlobError) -> Int { 0 }

    /// Removes objects by their whole names; absent ones are passed over. Returns how many there were.
    func remove(_ names: [String]) async throws(BlobError) -> Int {
        do throws(SupabaseFailure) {
            let removed: [SupabaseReply.Deleted] = try await client.send(
                client.request(.delete, client.path("/object"), SupabaseOrder.Deletion(prefixes: names)))
            return removed.count
        } catch {
            throw explained(error)
        }
    }

    /// Supabase stores no `Content-Disposition` with an object: whoever has a signed address could open it inline, on the host that
    /// holds all of the project's files. So what could run script there is stored as bytes of no type; `/files/…` serves it by the type
    /// that its asset has. A type that means a form would have the service unpack the blob.
    func contentType(_ plan: BlobPlan) -> String {
        plan.isAttachment || plan.mimeType.hasPrefix("multipart/") ? "application/octet-stream" : plan.mimeType
    }

    /// Returns when the blob was published in spite of `failure`: the answer to an earlier attempt was lost, and the object that is in
    /// the way of a later one is ours.
    private func settle(_ failure: SupabaseFailure, _ key: BlobKey, _ mark: SupabaseOrder.Mark) async throws(BlobError) {
        guard failure.isOutcomeUnknown, failure.refusal?.isDuplicate == true else { throw explained(failure) }
        let unknown = BlobError.unavailable("Supabase: an answer was lost, and what became of the request is not known")
        let path = client.path("/object/info/authenticated", key.description)
        let found: SupabaseReply.Described
        do throws(SupabaseFailure) { found = try await client.send(client.request(.get, path)) } catch {
            throw unknown
        }
        // Versions of the service that keep no marks leave it open whose object it is.
        guard let other = found.metadata?.vitrine else { throw unknown }
        if other != mark.vitrine { throw .alreadyExists }
    }
}
