/// Why a picture could not be inspected, rendered or drawn.
package enum MediaWorkerError: Error, Sendable, Hashable {
    /// No sandboxed worker runs at the moment; the text says why.
    case unavailable(String)
    /// The worker does not decode this kind of file.
    case unsupported(String)
    /// The bytes are damaged, cut short, or not what their type says.
    case malformed(String)
    /// More pixels or frames than the configuration allows, refused before decoding.
    case tooLarge(String)
    case outOfMemory
    case timedOut
    case crashed(signal: Int32)
    /// The queue in front of the worker is full.
    case overloaded
    case cancelled

    /// A sentence for the person who uploaded the file.
    package var reason: String {
        switch self {
        case .unavailable(let why): "Pictures cannot be processed right now: \(why)."
        case .unsupported(let what): "This kind of file cannot be pictured: \(what)."
        case .malformed(let what): "The file is damaged or incomplete: \(what)."
        case .tooLarge(let what): "The picture is too large to process: \(what)."
        case .outOfMemory: "The picture needed more memory than one picture may use."
        case .timedOut: "The picture took too long to process."
        case .crashed(let signal): "The decoder stopped unexpectedly on this file (signal \(signal))."
        case .overloaded: "Too many pictures are waiting to be processed; try again later."
        case .cancelled: "Processing was cancelled."
        }
    }

    /// Whether the same bytes would fail the same way again, so that a retry is pointless.
    package var isPermanent: Bool {
        switch self {
        case .unsupported, .malformed, .tooLarge, .outOfMemory, .crashed: true
        case .unavailable, .timedOut, .overloaded, .cancelled: false
        }
    }
}
