internal import HTTPServer
internal import Library
internal import Operations

/// `POST /images/upload`: where Markdown editors send what is dropped into them (M17); the answer is as EasyMDE reads it.
enum ImageUploadRoutes {
    static let all = [
        Route(.post, "/images/upload", .api(.upload, upload), errors: .editor, repeatable: .bySubject(uploaded), door: .editor)
    ]

    /// The name of the part that is the file.
    static let part = "image"

    /// `{"data": {"filePath": …}}`: the logical path, to be written into the document (004).
    private struct Body: Encodable {
        struct Data: Encodable { let filePath: String }
        let data: Data
    }

    @Sendable private static func upload(_ exchange: Exchange, _ caller: Caller) async throws -> HTTPResponse {
        let query = QueryFields(try exchange.query())
        try query.end()
        var fields = UploadFields()
        let outcome = try await AssetUpload.receive(
            try AssetUpload.multipart(exchange), part: part, &fields, exchange, by: caller
        ) { $0.numbersTakenName = true }
        return answer(outcome.asset)
    }

    @Sendable private static func uploaded(
        _ exchange: Exchange, _ caller: Caller, _ subject: SubjectID
    ) async throws -> HTTPResponse {
        answer(try await exchange.library.asset(AssetID(rawValue: subject.rawValue), by: caller))
    }

    /// 200, as that is what editors take for success.
    private static func answer(_ asset: Asset) -> HTTPResponse {
        HTTPResponse.json(Body(data: .init(filePath: asset.logicalPath ?? asset.originalName)))
    }
}
