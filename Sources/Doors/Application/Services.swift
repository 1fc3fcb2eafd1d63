internal import Dashboard
internal import Observability
internal import Operations

/// What every route may use. A class, as every request has copies of it.
final class Services: Sendable {
    let library: MediaLibrary
    let configuration: DoorsConfiguration
    let resources: StaticResources
    let log: Log
    let metrics: Metrics
    let openConnections: @Sendable () -> Int

    init(
        library: MediaLibrary, configuration: DoorsConfiguration, resources: StaticResources, log: Log, metrics: Metrics,
        openConnections: @escaping @Sendable () -> Int
    ) {
        self.library = library
        self.configuration = configuration
        self.resources = resources
        self.log = log
        self.metrics = metrics
        self.openConnections = openConnections
    }
}
