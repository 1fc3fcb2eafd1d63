internal import Dashboard
internal import Observability
internal import Operations

/// What every route may use.
struct Services: Sendable {
    let library: MediaLibrary
    let configuration: DoorsConfiguration
    let resources: StaticResources
    let log: Log
    let metrics: Metrics
    let openConnections: @Sendable () -> Int
}
