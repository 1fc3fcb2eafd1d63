internal import Platform

/// The folders whose own entry in their parent this process knows to be on disk.
///
/// That a folder exists proves nothing: another task, or a process killed since, may have made it and not synchronized its
/// parent yet. So each folder's parent is synchronized once in a process's life, whoever made the folder.
final class DurableFolders: Sendable {
    private static let limit = 50_000
    private let paths = Locked<Set<String>>([])

    func contains(_ path: String) -> Bool { paths.withLock { $0.contains(path) } }

    func insert(_ path: String) {
        paths.withLock {
            if $0.count == Self.limit { $0.removeAll() }
            $0.insert(path)
        }
    }

    func removeAll() { paths.withLock { $0.removeAll() } }
}
