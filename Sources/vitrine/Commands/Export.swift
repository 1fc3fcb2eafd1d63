internal import Doors
internal import Glibc
internal import Library
internal import Operations
internal import Platform

extension Command {
    static let export = Command(
        "export", "Writes a whole library into one archive: every file, and a manifest of everything.", positional: ["FILE"],
        options: [
            Option("organization", "SLUG", "the organization"),
            Option("manifest", nil, "the manifest alone, as JSON with addresses that open the files for a day"),
            Option("json", nil, "print JSON"),
        ],
        details: [
            "FILE must not be there yet; - writes to standard output. The archive is a ZIP file that everybody can open;",
            "vitrine import reads it back. A file that cannot be read ends the export, and nothing is left.",
        ]
    ) { arguments in
        let slug = try arguments.required("organization")
        let isManifest = arguments.has("manifest")
        let baseURL = try Configuration(.current()).publicURL ?? ""
        try await Composition.use { library in
            let caller = try await library.commandLineCaller(in: slug)
            let target = try ExportTarget(arguments.positional[0])
            do {
                let export = try await library.exportLibrary(isManifest ? .manifest : .archive, by: caller)
                let line = ExportLine(target, expected: export.expectedAssets)
                if isManifest {
                    try await export.writeManifest(baseURL: baseURL, progress: line.show) { try target.write($0) }
                } else {
                    try await export.writeArchive(baseURL: baseURL, progress: line.show) { try target.write($0) }
                }
                try target.finish()
                Output.endProgress()
                try line.write(arguments)
            } catch {
                Output.endProgress()
                target.discard()
                throw error is Errno ? ReportedFailure(reason: "“\(target.name)” cannot be written: \(error)") : error
            }
        }
    }
}

/// Where an export goes: a file that gets its name when it is whole, or standard output.
private struct ExportTarget: Sendable {
    let name: String
    private let file: FileDescriptor
    private let isFile: Bool

    private var unfinished: String { name + ".unfinished" }

    init(_ name: String) throws {
        self.name = name
        isFile = name != "-"
        do throws(Errno) {
            if isFile {
                guard access(name, F_OK) != 0 else { throw .exists }
                file = try FileDescriptor.open(name + ".unfinished", O_WRONLY | O_CREAT | O_EXCL, mode: 0o600)
            } else {
                file = FileDescriptor(owning: dup(1))
            }
        } catch {
            throw ReportedFailure(reason: "the file “\(name)” cannot be made: \(error)")
        }
    }

    func write(_ bytes: [UInt8]) throws { try bytes.withUnsafeBytes { try file.write($0) } }

    func finish() throws {
        guard isFile else { return }
        try file.synchronize()
        // Never in the place of a file that came meanwhile.
        guard link(unfinished, name) == 0 else { throw Errno.current }
        unlink(unfinished)
    }

    func discard() {
        if isFile { unlink(unfinished) }
    }

    var byteSize: Int64? { isFile ? try? file.status().byteSize : nil }
}

/// What an export says of itself.
private struct ExportLine: Sendable {
    private let target: ExportTarget
    private let expected: Int
    private let done = Locked(ExportProgress())

    private struct Body: Encodable {
        let file: String
        let assets: Int
        let byteSize: Int64?
    }

    init(_ target: ExportTarget, expected: Int) {
        self.target = target
        self.expected = expected
    }

    func show(_ progress: ExportProgress) {
        done.withLock { $0 = progress }
        let bytes = progress.bytes > 0 ? ", \(byteCount(progress.bytes))" : ""
        Output.progress("\(progress.assets) of \(max(expected, progress.assets)) assets\(bytes)")
    }

    func write(_ arguments: Arguments) throws {
        let assets = done.withLock(\.assets)
        // Standard output is the export itself.
        guard let byteSize = target.byteSize else { return }
        if arguments.has("json") { return try Output.json(Body(file: target.name, assets: assets, byteSize: byteSize)) }
        Output.line("Wrote \(target.name): \(assets) assets, \(byteCount(byteSize)).")
    }
}
