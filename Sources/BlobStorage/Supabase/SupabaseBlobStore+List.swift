internal import HTTPClient

extension SupabaseBlobStore {
    package func list(prefix: String, after: BlobKey?, limit: Int) async throws(BlobError) -> [BlobEntry] {
        guard limit > 0 else { return [] }
        let folder = prefix.lastIndex(of: "/").map { String(prefix[..<$0]) } ?? ""
        guard folder.isEmpty || BlobKey.isValid(folder) else { throw .invalidKey(prefix) }
        var walk = SupabaseListing(store: self, prefix: prefix, after: after?.description ?? "", limit: limit)
        try await walk.visit(folder.isEmpty ? "" : folder + "/")
        if walk.sawNothing { try await confirmBucket() }
        return walk.entries
    }

    /// What is in the folder `path`, empty or with a closing slash, from the entry of number `offset` on.
    func entries(in path: String, from offset: Int) async throws(BlobError) -> [SupabaseReply.Listed] {
        let order = SupabaseOrder.Listing(prefix: path, limit: client.configuration.listingPage, offset: offset)
        do throws(SupabaseFailure) {
            return try await client.send(client.request(.post, client.path("/object/list"), order))
        } catch {
            throw explained(error)
        }
    }
}
