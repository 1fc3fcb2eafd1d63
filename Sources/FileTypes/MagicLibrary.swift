internal import CMagic
internal import Platform

/// libmagic, asked for what the own signatures do not know; about 80 µs a file.
final class MagicLibrary: Sendable {
    /// A loaded database. Not for two threads at once.
    private struct Cookie: @unchecked Sendable {  // `idle` hands each to one caller at a time
        let handle: OpaquePointer
    }

    private let idle = Locked<[Cookie]>([])
    private let kept = 4

    /// Throws when libmagic's database cannot be read.
    init() throws(FileTypeDetector.NoDatabase) {
        guard let cookie = Self.open() else { throw FileTypeDetector.NoDatabase() }
        idle.withLock { $0.append(cookie) }
    }

    deinit {
        for cookie in idle.withLock({ $0 }) { magic_close(cookie.handle) }
    }

    /// Nil when libmagic knows nothing better than bytes.
    func type(of bytes: UnsafeRawBufferPointer) -> String? {
        guard let type = answer(to: bytes, Self.flags) else { return nil }
        let isType = type.utf8.allSatisfy { $0 > 32 && $0 < 127 } && type.split(separator: "/").count == 2
        let isEmpty = type.hasPrefix("inode/") || type == "application/x-empty" || type == "application/octet-stream"
        return isType && !isEmpty ? type : nil
    }

    /// Whether a text is lines of comma-separated values; the slow comparison with all known types is left out.
    func isTable(_ text: UnsafeRawBufferPointer) -> Bool {
        let others =
            MAGIC_NO_CHECK_SOFT | MAGIC_NO_CHECK_TAR | MAGIC_NO_CHECK_APPTYPE | MAGIC_NO_CHECK_JSON | MAGIC_NO_CHECK_TOKENS
        return answer(to: text, Self.flags | others) == "text/csv"
    }

    private func answer(to bytes: UnsafeRawBufferPointer, _ flags: Int32) -> String? {
        guard let cookie = idle.withLock({ $0.popLast() }) ?? Self.open() else { return nil }
        defer { giveBack(cookie) }
        magic_setflags(cookie.handle, flags)
        return magic_buffer(cookie.handle, bytes.baseAddress, bytes.count).map { String(cString: $0) }
    }

    private func giveBack(_ cookie: Cookie) {
        let isKept = idle.withLock { cookies in
            let hasRoom = cookies.count < kept
            if hasRoom { cookies.append(cookie) }
            return hasRoom
        }
        if !isKept { magic_close(cookie.handle) }
    }

    // Looking into compressed, ELF and OLE files is where libmagic had its holes, and what our own table tells.
    private static let flags =
        MAGIC_MIME_TYPE | MAGIC_ERROR | MAGIC_NO_CHECK_COMPRESS | MAGIC_NO_CHECK_ELF | MAGIC_NO_CHECK_CDF

    private static func open() -> Cookie? {
        guard let handle = magic_open(flags) else { return nil }
        guard magic_load(handle, nil) == 0 else {
            magic_close(handle)
            return nil
        }
        return Cookie(handle: handle)
    }
}
