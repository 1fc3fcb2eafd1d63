internal import HTTPServer
internal import Library
internal import Operations

/// The headers every delivered file carries (SAFETY, first threat): nothing a file holds may run in this origin.
enum DeliveryHeaders {
    static func make(_ delivery: Delivery, _ entityTag: String, isVersioned: Bool) -> [(name: String, value: String)] {
        let isInline = InlineDisplay.isSafe(mimeType: delivery.mimeType)
        return [
            ("Content-Type", contentType(delivery.mimeType)),
            (
                "Content-Disposition",
                isInline
                    ? ContentDisposition.inline(fileName: delivery.fileName)
                    : ContentDisposition.attachment(fileName: delivery.fileName)
            ),
            ("ETag", entityTag),
            ("Last-Modified", HTTPDate.format(delivery.modifiedAt.seconds)),
            ("Cache-Control", isVersioned ? "public, max-age=31536000, immutable" : "public, no-cache"),
            ("Accept-Ranges", "bytes"),
            ("Content-Security-Policy", contentSecurityPolicy(delivery.mimeType)),
            ("X-Content-Type-Options", "nosniff"),
            ("Cross-Origin-Resource-Policy", "cross-origin"),
            ("Access-Control-Allow-Origin", "*"),
            ("Access-Control-Expose-Headers", "ETag, Content-Length, Content-Range, Last-Modified"),
        ]
    }

    /// Browsers refuse to show a sandboxed PDF at all; their viewers run it outside this origin.
    private static func contentSecurityPolicy(_ mimeType: String) -> String {
        mimeType == "application/pdf" ? "default-src 'none'" : "default-src 'none'; sandbox"
    }

    private static func contentType(_ mimeType: String) -> String {
        mimeType.hasPrefix("text/") ? "\(mimeType); charset=utf-8" : mimeType
    }
}
