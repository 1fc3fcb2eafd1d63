package import Platform

/// Decodes untrusted pictures outside this process: one sandboxed, forked child per picture.
package final class MediaWorkerPool: Sendable {
    private let configuration: MediaWorkerConfiguration

    package init(configuration: MediaWorkerConfiguration) { self.configuration = configuration }

    /// Starts the worker; returns once it is ready or known not to start.
    package func start() async {}

    /// Ends the worker; what runs or waits fails as unavailable.
    package func stop() async {}

    package var health: MediaWorkerHealth { .unavailable(reason: "not started") }

    /// Whether pictures of `mimeType` can be inspected and rendered by this build.
    package static func canDecode(mimeType: String) -> Bool { MediaFormat(mimeType: mimeType) != nil }

    /// Reads the header of `source`, a regular file open for reading; a few milliseconds.
    package func inspect(_ source: FileDescriptor, mimeType: String) async throws(MediaWorkerError) -> MediaInspection {
        throw .unavailable("not started")
    }

    /// Inspects `source` and makes its thumbnail, card and placeholder from one decode.
    package func render(_ source: FileDescriptor, mimeType: String) async throws(MediaWorkerError) -> MediaRendering {
        throw .unavailable("not started")
    }

    /// Draws a trusted SVG at `width` × `height` pixels, through the same sandbox.
    package func draw(svg: [UInt8], as format: DrawFormat, width: Int, height: Int) async throws(MediaWorkerError) -> [UInt8] {
        throw .unavailable("not started")
    }
}
