/// Where the worker is and what its jobs may take.
package struct MediaWorkerConfiguration: Sendable {
    /// Which confinement the worker runs in.
    package enum Sandbox: Sendable {
        /// bubblewrap, or Landlock with seccomp where bubblewrap cannot run.
        case automatic
        case bubblewrap
        case landlock
    }

    /// Absolute path of `vitrine-media-worker`.
    package var executable: String
    package var concurrentRenders = 2
    package var concurrentInspections = 2
    package var concurrentDocuments = 2
    /// Callers that may wait for a slot, for renders, inspections and documents each; one more is refused as overloaded.
    package var maximumWaiting = 256
    /// Seconds one job with a picture may take.
    package var timeLimit = 20
    /// Seconds one job with a document may take; rendering one takes two jobs.
    package var documentTimeLimit = 3
    /// Width × height × frames.
    package var maximumPixels = 100_000_000
    package var maximumFrames = 1000
    package var sandbox = Sandbox.automatic
    /// Where bubblewrap is looked for.
    package var bubblewrapPaths = ["/usr/bin/bwrap", "/usr/local/bin/bwrap"]
    /// Whether the worker answers ``MediaWorkerPool/probe(_:source:)``. For tests of the sandbox only.
    package var allowsProbes = false

    package init(executable: String) { self.executable = executable }
}
