internal import Glibc
internal import Library
internal import MediaWorker
internal import Operations
internal import Platform

/// `vitrine asset …`: assets by their ids.
extension Command {
    static let assetReplace = Command(
        "asset replace", "Gives an asset another file; its id and public address stay.", positional: ["ID", "FILE"],
        options: [Option("organization", "SLUG", "the organization")]
    ) { arguments in
        let slug = try arguments.required("organization")
        guard let id = AssetID(arguments.positional[0]) else { throw UsageError(reason: "“\(arguments.positional[0])” is no id") }
        let source = try FileSource(arguments.positional[1])
        let asset = try await Composition.use { library in
            await library.mediaWorker.start()
            let outcome: Result<Asset, any Error>
            do {
                let caller = try await library.commandLineCaller(in: slug)
                outcome = .success(try await library.replaceAsset(id, with: source, source.details, by: caller))
            } catch {
                outcome = .failure(error)
            }
            await library.mediaWorker.stop()
            return try outcome.get()
        }
        Output.line("Asset \(asset.id) has version \(asset.version) now.")
    }
}

/// A file on the server, for an operation that takes an upload. One task at a time reads it.
private final class FileSource: UploadSource {
    let details: UploadDetails
    private let file: FileDescriptor
    private let position = Locked<Int64>(0)

    init(_ path: String) throws {
        do throws(Errno) {
            file = try FileDescriptor.open(path, O_RDONLY)
            let status = try file.status()
            guard status.isRegularFile else { throw Errno(rawValue: EINVAL) }
            details = UploadDetails(fileName: path, declaredByteSize: status.byteSize)
        } catch {
            throw ReportedFailure(reason: "the file “\(path)” cannot be read: \(error)")
        }
    }

    func read(into buffer: UnsafeMutableRawBufferPointer) async throws -> Int {
        let count = try file.read(into: buffer, at: position.withLock(\.self))
        position.withLock { $0 += Int64(count) }
        return count
    }
}
