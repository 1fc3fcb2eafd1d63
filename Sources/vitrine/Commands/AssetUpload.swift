internal import Library
internal import Operations
internal import Platform

extension Command {
    static let assetUpload = Command(
        "asset upload", "Uploads files; each is an asset of its own, and what cannot be taken is told at the end.",
        positional: ["FILE…"],
        options: [
            Option("organization", "SLUG", "the organization")
        ] + AssetForm.options
    ) { arguments in
        let slug = try arguments.required("organization")
        let form = try AssetForm(arguments)
        let failures = try await Composition.useWithMediaWorker { library in
            let caller = try await library.commandLineCaller(in: slug)
            return try await upload(arguments, try await form.placed(in: library, by: caller), library, by: caller)
        }
        if failures > 0 { throw ReportedFailure(reason: "\(failures) of \(arguments.positional.count) files were not uploaded") }
    }

    /// One file after another; how many failed.
    private static func upload(
        _ arguments: Arguments, _ form: AssetForm, _ library: MediaLibrary, by caller: Caller
    ) async throws -> Int {
        var failures = 0
        for (index, path) in arguments.positional.enumerated() {
            do {
                let source = try FileSource(path)
                let progress = UploadProgress(source, "\(path) (\(index + 1) of \(arguments.positional.count))")
                let outcome = try await library.upload(progress, form.details(of: source), by: caller)
                Output.endProgress()
                try OutcomeLine(outcome, file: path).write(arguments)
            } catch let failure as any Failure {
                Output.endProgress()
                Output.error("\(path): \(failure.sentence)")
                failures += 1
            } catch let failure as ReportedFailure {
                Output.error("\(path): \(failure.reason ?? "")")
                failures += 1
            }
        }
        return failures
    }
}

/// A file whose reading is shown.
private struct UploadProgress: UploadSource {
    let source: FileSource
    let name: String
    private let count = Locked<Int64>(0)

    init(_ source: FileSource, _ name: String) {
        self.source = source
        self.name = name
    }

    func read(into buffer: UnsafeMutableRawBufferPointer) async throws -> Int {
        let read = try await source.read(into: buffer)
        let total = count.withLock {
            $0 += Int64(read)
            return $0
        }
        Output.progress("\(name): \(byteCount(total)) of \(byteCount(source.details.declaredByteSize ?? total))")
        return read
    }
}
