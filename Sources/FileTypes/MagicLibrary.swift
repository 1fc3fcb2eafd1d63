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
        guard let cookie = idle.withLock({ $0.popLast() }) ?? Self.open() else { return nil }
        defer { giveBack(cookie) }
        guard let answer = magic_buffer(cookie.handle, bytes.baseAddress, bytes.count) else { return nil }
        let type = String(cString: answer)
        let isType = type.utf8.allSatisfy { $0 > 32 && $0 < 127 } && type.split(separator: "/").count == 2
        return isType && type != "application/octet-stream" && !type.hasPrefix("inode/") && type != "application/x-empty"
            ? type : nil
    }

    private func giveBack(_ cookie: Cookie) {
        let isKept = idle.withLock { cookies in
            if cookies.count < kept { cookies.append(cookie) }
            return cookies.last?.handle == cookie.handle
        }
        if !isKept { magic_close(cookie.handle) }
    }

    private static func open() -> Cookie? {
        // Looking into compressed, ELF and OLE files is where libmagic had its holes, and what our own table tells.
        let flags = MAGIC_MIME_TYPE | MAGIC_ERROR | MAGIC_NO_CHECK_COMPRESS | MAGIC_NO_CHECK_ELF | MAGIC_NO_CHECK_CDF
        guard let handle = magic_open(flags) else { return nil }
        guard magic_load(handle, nil) == 0 else {
            magic_close(handle)
            return nil
        }
        return Cookie(handle: handle)
    }
}
