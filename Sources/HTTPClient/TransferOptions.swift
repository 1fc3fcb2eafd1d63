internal import CCurl
internal import Glibc

/// Sets libcurl's options of one transfer.
struct TransferOptions {
    let handle: UnsafeMutableRawPointer

    func apply(_ configuration: HTTPClientConfiguration) throws(HTTPClientError) {
        try set(CURLOPT_NOSIGNAL, 1)
        try set(CURLOPT_PROTOCOLS_STR, "http,https")
        try set(CURLOPT_FOLLOWLOCATION, 0)
        try set(CURLOPT_HTTP_VERSION, curl_shim_http_1_1)
        try set(CURLOPT_SSL_VERIFYPEER, 1)
        try set(CURLOPT_SSL_VERIFYHOST, 2)
        try set(CURLOPT_TCP_KEEPALIVE, 1)
        try set(CURLOPT_CONNECTTIMEOUT_MS, Int(configuration.connectTimeout / .milliseconds(1)))
        try set(CURLOPT_BUFFERSIZE, 256 * 1024)
        try set(CURLOPT_UPLOAD_BUFFERSIZE, 256 * 1024)
        try set(CURLOPT_USERAGENT, configuration.userAgent)
        if !configuration.usesEnvironmentProxy { try set(CURLOPT_PROXY, "") }
        if configuration.outboundGuard != nil {
            try set(CURLOPT_FRESH_CONNECT, 1)
            try set(CURLOPT_FORBID_REUSE, 1)
            try set(CURLOPT_DNS_CACHE_TIMEOUT, 0)
            // A name server that never answers holds a thread of its own, and nobody else's transfers.
            try set(CURLOPT_QUICK_EXIT, 1)
        }
        if let file = configuration.certificateAuthorities { try set(CURLOPT_CAINFO, file) }
    }

    func apply(_ request: HTTPClientRequest, headerLines: UnsafeMutablePointer<curl_slist>?) throws(HTTPClientError) {
        guard request.url.utf8.allSatisfy({ $0 > 0x20 && $0 < 0x7f }) else { throw .invalidRequest("the address") }
        try set(CURLOPT_URL, request.url)
        try set(CURLOPT_PATH_AS_IS, 1)
        try set(CURLOPT_DISALLOW_USERNAME_IN_URL, 1)
        try check(curl_shim_set_pointer(handle, CURLOPT_HTTPHEADER, headerLines))
        switch (request.method, request.body) {
        case (.head, _): try set(CURLOPT_NOBODY, 1)
        case (.get, .empty): try set(CURLOPT_HTTPGET, 1)
        case (.delete, .empty): try set(CURLOPT_CUSTOMREQUEST, request.method.rawValue)
        default:
            try set(CURLOPT_UPLOAD, 1)
            try set(CURLOPT_CUSTOMREQUEST, request.method.rawValue)
            try check(curl_shim_set_offset(handle, CURLOPT_INFILESIZE_LARGE, curl_off_t(request.body.length)))
        }
    }

    /// `context` is the `Exchange` that the callbacks call; it has to outlive the handle.
    func install(context: UnsafeMutableRawPointer, errorText: UnsafeMutablePointer<CChar>) throws(HTTPClientError) {
        try check(curl_shim_set_pointer(handle, CURLOPT_ERRORBUFFER, errorText))
        for option in [CURLOPT_WRITEDATA, CURLOPT_READDATA, CURLOPT_HEADERDATA, CURLOPT_SEEKDATA, CURLOPT_PREREQDATA] {
            try check(curl_shim_set_pointer(handle, option, context))
        }
        try check(curl_shim_set_data_callback(handle, CURLOPT_WRITEFUNCTION, takeBody))
        try check(curl_shim_set_data_callback(handle, CURLOPT_READFUNCTION, giveBody))
        try check(curl_shim_set_data_callback(handle, CURLOPT_HEADERFUNCTION, takeHeaderLine))
        try check(curl_shim_set_seek_callback(handle, seekBody))
        try check(curl_shim_set_request_callback(handle, beginRequest))
    }

    /// Has libcurl ask `Exchange` for each socket. It is called with the very address that is dialled then, whatever a name was
    /// resolved to before and however the host was written.
    func installGuard(context: UnsafeMutableRawPointer) throws(HTTPClientError) {
        try check(curl_shim_set_pointer(handle, CURLOPT_OPENSOCKETDATA, context))
        try check(curl_shim_set_open_socket_callback(handle, openSocket))
    }

    private func set(_ option: CURLoption, _ value: Int) throws(HTTPClientError) {
        try check(curl_shim_set_long(handle, option, value))
    }

    private func set(_ option: CURLoption, _ value: String) throws(HTTPClientError) {
        try check(curl_shim_set_string(handle, option, value))
    }

    private func check(_ code: CURLcode) throws(HTTPClientError) {
        if code != CURLE_OK { throw .invalidRequest(String(cString: curl_easy_strerror(code))) }
    }
}

// Plain functions: libcurl calls them on the loop's thread, outside of any actor.

private func exchange(_ context: UnsafeMutableRawPointer?) -> Exchange {
    Unmanaged<Exchange>.fromOpaque(context!).takeUnretainedValue()
}

private func takeBody(
    _ bytes: UnsafeMutablePointer<CChar>?, _ size: Int, _ count: Int, _ context: UnsafeMutableRawPointer?
) -> Int {
    let bytes = UnsafeRawBufferPointer(start: bytes, count: size * count)
    return exchange(context).takeBody(bytes) ? bytes.count : curl_shim_write_pause
}

private func takeHeaderLine(
    _ bytes: UnsafeMutablePointer<CChar>?, _ size: Int, _ count: Int, _ context: UnsafeMutableRawPointer?
) -> Int {
    let line = UnsafeRawBufferPointer(start: bytes, count: size * count)
    return exchange(context).takeHeaderLine(line) ? line.count : 0
}

private func giveBody(
    _ bytes: UnsafeMutablePointer<CChar>?, _ size: Int, _ count: Int, _ context: UnsafeMutableRawPointer?
) -> Int {
    exchange(context).nextOfBody(UnsafeMutableRawBufferPointer(start: bytes, count: size * count)) ?? curl_shim_read_abort
}

private func seekBody(_ context: UnsafeMutableRawPointer?, _ offset: curl_off_t, _ origin: Int32) -> Int32 {
    guard origin == 0, offset >= 0 else { return curl_shim_seek_fail }
    exchange(context).rewind(to: Int64(offset))
    return curl_shim_seek_ok
}

private func beginRequest(
    _ context: UnsafeMutableRawPointer?, _ remote: UnsafeMutablePointer<CChar>?, _ local: UnsafeMutablePointer<CChar>?,
    _ remotePort: Int32, _ localPort: Int32
) -> Int32 {
    exchange(context).begin()
    return curl_shim_request_ok
}

private func openSocket(
    _ context: UnsafeMutableRawPointer?, _ purpose: curlsocktype, _ address: UnsafeMutablePointer<curl_sockaddr>?
) -> curl_socket_t {
    guard let address, let offset = MemoryLayout<curl_sockaddr>.offset(of: \.addr) else { return curl_shim_no_socket }
    // An IPv6 address goes on behind the declared field.
    let bytes = UnsafeRawBufferPointer(start: UnsafeRawPointer(address) + offset, count: Int(address.pointee.addrlen))
    guard exchange(context).mayDial(bytes) else { return curl_shim_no_socket }
    return socket(address.pointee.family, address.pointee.socktype | Int32(SOCK_CLOEXEC.rawValue), address.pointee.protocol)
}
