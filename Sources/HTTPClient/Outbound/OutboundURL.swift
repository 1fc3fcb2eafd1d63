internal import CCurl

/// An `http` or `https` address as libcurl reads it, for every hop of a guarded request.
///
/// libcurl's own reading is what counts, as libcurl dials it; whatever it makes of a host, the guard sees the address that comes out.
struct OutboundURL {
    let text: String
    let isEncrypted: Bool

    /// Throws `refused` for other schemes, users, passwords and zones, and for what is no address.
    init(_ text: String) throws(OutboundError) { self = try Self.parsed([text]) }

    /// Where `location`, a field of an answer, leads from here.
    func following(_ location: String) throws(OutboundError) -> OutboundURL { try Self.parsed([text, location]) }

    private init(text: String, isEncrypted: Bool) {
        self.text = text
        self.isEncrypted = isEncrypted
    }

    private static func parsed(_ texts: [String]) throws(OutboundError) -> OutboundURL {
        guard let url = curl_url() else { throw .unreachable("libcurl has no memory") }
        defer { curl_url_cleanup(url) }
        for text in texts {
            let flags = UInt32(CURLU_DISALLOW_USER | CURLU_URLENCODE)
            guard !text.utf8.contains(where: { $0 < 0x20 || $0 == 0x7f }),
                curl_url_set(url, CURLUPART_URL, text, flags) == CURLUE_OK
            else { throw .malformedAddress }
        }
        // A fragment is not the server's business, and a zone names one of this machine's network cards.
        curl_url_set(url, CURLUPART_FRAGMENT, nil, 0)
        guard part(CURLUPART_ZONEID, of: url) == nil, part(CURLUPART_USER, of: url) == nil,
            part(CURLUPART_PASSWORD, of: url) == nil,
            let scheme = part(CURLUPART_SCHEME, of: url), scheme == "http" || scheme == "https",
            let text = part(CURLUPART_URL, of: url)
        else { throw .malformedAddress }
        return OutboundURL(text: text, isEncrypted: scheme == "https")
    }

    private static func part(_ part: CURLUPart, of url: OpaquePointer) -> String? {
        var text: UnsafeMutablePointer<CChar>?
        guard curl_url_get(url, part, &text, 0) == CURLUE_OK, let text else { return nil }
        defer { curl_free(text) }
        return String(cString: text)
    }
}
