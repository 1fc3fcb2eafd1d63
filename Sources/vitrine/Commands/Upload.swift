internal import Library
internal import Operations

extension Command {
    static let uploadList = Command(
        "upload list", "Lists the uploads in several requests that are no assets yet, the newest first.",
        options: [Option("organization", "SLUG", "whose uploads"), Option("json", nil, "print JSON")]
    ) { arguments in
        let slug = try arguments.required("organization")
        let lines = try await Composition.use { library in
            try await uploads(in: library, by: try await library.commandLineCaller(in: slug)).map(UploadLine.init)
        }
        if arguments.has("json") { return try Output.json(lines) }
        for line in lines { Output.line(line.text) }
    }

    static let uploadCancel = Command(
        "upload cancel", "Gives up an upload: frees its quota and removes what has arrived of it.", positional: ["ID"],
        options: [Option("organization", "SLUG", "whose upload")]
    ) { arguments in
        let slug = try arguments.required("organization")
        guard let id = UploadID(arguments.positional[0]) else { throw UploadError.notFound }
        try await Composition.use { try await $0.cancelUpload(id, by: try await $0.commandLineCaller(in: slug)) }
        Output.line("Upload \(id) is given up.")
    }

    private static func uploads(in library: MediaLibrary, by caller: Caller) async throws -> [Upload] {
        var uploads: [Upload] = []
        var last: UploadID?
        repeat {
            let page = try await library.listUploads(after: last, limit: AssetQuery.maximumLimit, by: caller)
            uploads += page.uploads
            last = page.next
        } while last != nil
        return uploads
    }
}

private struct UploadLine: Encodable {
    let id: String
    let method: String
    let fileName: String
    let byteSize: Int64
    let receivedBytes: Int64
    let expiresAt: String

    init(_ upload: Upload) {
        id = upload.id.description
        method = upload.method.rawValue
        fileName = upload.details.fileName
        byteSize = upload.byteSize
        receivedBytes = upload.receivedBytes
        expiresAt = upload.expiresAt.description
    }

    var text: String { "\(id)  \(method)  \(receivedBytes) of \(byteSize) bytes  until \(expiresAt)  \(fileName)" }
}
