internal import Glibc
internal import Library
internal import MediaWorker
internal import Operations
internal import Platform

/// `logo=FILE` and `logo=` among an organization's settings.
enum LogoSetting {
    /// Makes the file the logo, or removes the logo when `path` is empty.
    static func apply(_ path: String, to slug: String, _ library: MediaLibrary) async throws -> Organization {
        let caller = Caller(user: nil, organization: try await library.organization(slug), role: nil, door: .commandLine)
        if path.isEmpty {
            try await library.removeLogo(by: caller)
            return try await library.organization(slug)
        }
        let bytes = try read(path)
        await library.mediaWorker.start()
        let outcome: Result<Organization, any Error>
        do { outcome = .success(try await library.setLogo(BytesSource(bytes), by: caller)) } catch { outcome = .failure(error) }
        await library.mediaWorker.stop()
        return try outcome.get()
    }

    /// One byte more than a logo may have, so that a file too large is told to be that.
    private static func read(_ path: String) throws -> [UInt8] {
        let limit = Int(OrganizationLogo.maximumBytes) + 1
        do throws(Errno) {
            let file = try FileDescriptor.open(path, O_RDONLY)
            guard try file.status().isRegularFile else { throw Errno(rawValue: EINVAL) }
            let buffer = UnsafeMutableRawBufferPointer.allocate(byteCount: limit, alignment: 16)
            defer { buffer.deallocate() }
            var count = 0
            while count < limit {
                let read = try file.read(into: UnsafeMutableRawBufferPointer(rebasing: buffer[count...]), at: Int64(count))
                if read == 0 { break }
                count += read
            }
            return [UInt8](buffer[..<count])
        } catch {
            throw ReportedFailure(reason: "the file “\(path)” cannot be read: \(error)")
        }
    }
}
