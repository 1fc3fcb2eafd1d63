internal import Glibc
internal import Library
internal import Operations
internal import Platform

extension Command {
    static let assetDownload = Command(
        "asset download", "Writes an asset's file under its original name, or where you say.", positional: ["ID"],
        options: [
            Option("organization", "SLUG", "the organization"),
            Option("output", "FILE", "the file to write; it must not be there yet"),
        ]
    ) { arguments in
        let slug = try arguments.required("organization")
        guard let id = AssetID(arguments.positional[0]) else { throw UsageError(reason: "“\(arguments.positional[0])” is no id") }
        try await Composition.use { library in
            let delivery = try await library.downloadAsset(id, by: try await library.commandLineCaller(in: slug))
            let path = arguments["output"] ?? delivery.fileName
            let file: FileDescriptor
            do throws(Errno) { file = try FileDescriptor.open(path, O_WRONLY | O_CREAT | O_EXCL, mode: 0o644) } catch {
                throw ReportedFailure(reason: "the file “\(path)” cannot be made: \(error)")
            }
            do { try await delivery.write(to: file) } catch {
                _ = unlink(path)  // half a file would look like a whole one
                throw error is Errno ? ReportedFailure(reason: "the file “\(path)” cannot be written: \(error)") : error
            }
            Output.line("Wrote \(path).")
        }
    }
}

extension Delivery {
    fileprivate func write(to file: FileDescriptor) async throws {
        let bytes = try await stream(0..<byteSize)
        let buffer = UnsafeMutableRawBufferPointer.allocate(byteCount: 256 * 1024, alignment: 4096)
        defer { buffer.deallocate() }
        while true {
            let count = try await bytes.read(into: buffer)
            if count == 0 { return }
            try file.write(UnsafeRawBufferPointer(rebasing: buffer[..<count]))
        }
    }
}
