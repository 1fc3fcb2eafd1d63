internal import FoundationEssentials
internal import HTTPClient
internal import Platform

extension SupabaseBlobStore {
    /// The type cannot be chosen: it is the one that is stored. Of the disposition, `attachment` and its file name are kept.
    package func presignedRead(
        _ key: BlobKey, as presentation: BlobPresentation, lifetime: Int64
    ) async throws(BlobError) -> PresignedRequest {
        let expiresAt = wallClockMicroseconds() / 1_000_000 + lifetime
        let path = client.path("/object/sign", key.description)
        let signed: SupabaseReply.SignedRead
        do throws(SupabaseFailure) {
            signed = try await client.send(client.request(.post, path, SupabaseOrder.Signing(expiresIn: lifetime)))
        } catch {
            throw try await confirmed(error)
        }
        var url = client.root + signed.signedURL
        if let name = presentation.disposition.flatMap(Attachment.init)?.name {
            url += "&download=" + PercentEncoding.encode(name)
        }
        return PresignedRequest(method: "GET", url: url, expiresAt: expiresAt)
    }

    /// The service decides how long the address lives, two hours as a rule, and holds neither the size nor the type to what was said.
    package func presignedWrite(
        _ plan: BlobPlan, byteSize: Int64, lifetime: Int64
    ) async throws(BlobError) -> PresignedRequest {
        var request = client.request(.post, client.path("/object/upload/sign", plan.key.description))
        request.headers.append(("x-upsert", "false"))
        let signed: SupabaseReply.SignedWrite
        do throws(SupabaseFailure) { signed = try await client.send(request) } catch { throw explained(error) }
        guard let expiresAt = expiry(ofTokenIn: signed.url) else {
            throw .unavailable("Supabase: the signed address does not say when it expires")
        }
        let headers = [("Content-Type", contentType(plan)), ("Cache-Control", client.configuration.cacheControl)]
        return PresignedRequest(method: "PUT", url: client.root + signed.url, headers: headers, expiresAt: expiresAt)
    }

    /// When the JSON Web Token in `url` ends.
    private func expiry(ofTokenIn url: String) -> Int64? {
        struct Claims: Decodable { let exp: Int64 }
        guard let token = url.split(separator: "token=").last, token.count < url.count else { return nil }
        let parts = token.split(separator: "&")[0].split(separator: ".")
        guard parts.count == 3 else { return nil }
        var text = parts[1].map { $0 == "-" ? "+" : $0 == "_" ? "/" : $0 }
        while text.count % 4 != 0 { text.append("=") }
        return Data(base64Encoded: String(text)).flatMap { try? JSONDecoder().decode(Claims.self, from: $0) }?.exp
    }
}
