internal import CCurl
internal import Glibc
internal import Platform

/// The thread that drives all transfers of a client: libcurl's multi interface, woken by what others post.
final class TransferLoop: @unchecked Sendable {  // all but `inbox` belongs to the loop's own thread once it has started
    enum Command {
        case start(Transfer)
        /// There is room again for a transfer that was held back.
        case goOn(Transfer)
        case letGo(Transfer)
    }

    private struct Inbox {
        var commands: [Command] = []
        var isStopping = false
        /// The multi handle is gone.
        var isClosed = false
    }

    /// How late a stall or a deadline may be noticed.
    private static let tick: Int32 = 200
    private static let isLibraryReady = curl_shim_global_init() == CURLE_OK

    let configuration: HTTPClientConfiguration
    private let inbox = Locked(Inbox())
    private let multi: UnsafeMutableRawPointer
    private var exchanges: [ObjectIdentifier: Exchange] = [:]
    private var byHandle: [UnsafeMutableRawPointer: Exchange] = [:]
    private var changed: [Transfer] = []

    init(_ configuration: HTTPClientConfiguration) {
        self.configuration = configuration
        let multi = Self.isLibraryReady ? curl_multi_init() : nil
        precondition(multi != nil, "libcurl cannot start")  // only without memory
        self.multi = multi!
        _ = curl_shim_set_multi_long(multi, CURLMOPT_MAX_HOST_CONNECTIONS, configuration.maximumConnectionsPerHost)
        _ = curl_shim_set_multi_long(multi, CURLMOPT_MAX_TOTAL_CONNECTIONS, configuration.maximumConnections)
        _ = curl_shim_set_multi_long(multi, CURLMOPT_MAXCONNECTS, configuration.maximumConnections)
    }

    func start() { spawnThread(name: "http-client") { [self] in run() } }

    // MARK: - From any thread

    /// Asks the thread to act. Once it has stopped, a start ends its transfer and anything else does nothing.
    func post(_ command: Command) {
        let isTaken = inbox.withLock { inbox in
            guard !inbox.isClosed else { return false }
            inbox.commands.append(command)
            curl_multi_wakeup(multi)
            return true
        }
        if !isTaken, case .start(let transfer) = command { transfer.end(.failed(.shutDown)) }
    }

    func stop() {
        inbox.withLock { inbox in
            guard !inbox.isClosed else { return }
            inbox.isStopping = true
            curl_multi_wakeup(multi)
        }
    }

    // MARK: - On the thread

    private func run() {
        var sigpipe = sigset_t()
        sigemptyset(&sigpipe)
        sigaddset(&sigpipe, SIGPIPE)
        pthread_sigmask(SIG_BLOCK, &sigpipe, nil)  // a TLS write to a closed connection raises it
        while obey() {
            var running: Int32 = 0
            curl_multi_perform(multi, &running)
            settleEnded()
            wakeChanged()
            endOverdue()
            curl_multi_poll(multi, nil, 0, exchanges.isEmpty ? 60_000 : Self.tick, nil)
        }
    }

    /// Does what was posted; false when the thread has to end.
    private func obey() -> Bool {
        let (commands, isStopping) = inbox.withLock { inbox in
            let commands = inbox.commands
            inbox.commands = []
            inbox.isClosed = inbox.isStopping
            return (commands, inbox.isStopping)
        }
        for command in commands {
            switch command {
            case .start(let transfer): isStopping ? transfer.end(.failed(.shutDown)) : begin(transfer)
            case .goOn(let transfer): exchanges[ObjectIdentifier(transfer)]?.goOn()
            case .letGo(let transfer): finish(transfer, .failed(.cancelled))
            }
        }
        if isStopping { close() }
        return !isStopping
    }

    private func begin(_ transfer: Transfer) {
        if transfer.isOver { return }
        do throws(HTTPClientError) {
            let exchange = try Exchange(transfer, configuration)
            exchange.onChange = { [unowned self] in changed.append(transfer) }
            guard curl_multi_add_handle(multi, exchange.handle) == CURLM_OK else { throw .cannotConnect("libcurl refused") }
            exchanges[ObjectIdentifier(transfer)] = exchange
            byHandle[exchange.handle] = exchange
        } catch {
            transfer.end(.failed(error))
        }
    }

    private func settleEnded() {
        var left: Int32 = 0
        while let message = curl_multi_info_read(multi, &left) {
            var result = CURLE_OK
            guard let handle = curl_shim_ended(message, &result), let exchange = byHandle[handle] else { continue }
            finish(exchange.transfer, exchange.ending(result))
        }
    }

    private func wakeChanged() {
        for transfer in changed { transfer.wake() }
        changed.removeAll(keepingCapacity: true)
    }

    private func endOverdue() {
        let now = monotonicMilliseconds()
        for exchange in exchanges.values where exchange.isOverdue(at: now) {
            finish(exchange.transfer, .failed(exchange.hasBegun ? .timedOut : .cannotConnect("no connection was free in time")))
        }
    }

    private func finish(_ transfer: Transfer, _ ending: Transfer.Ending) {
        transfer.end(ending)
        guard let exchange = exchanges.removeValue(forKey: ObjectIdentifier(transfer)) else { return }
        byHandle[exchange.handle] = nil
        curl_multi_remove_handle(multi, exchange.handle)
    }

    private func close() {
        for exchange in exchanges.values { finish(exchange.transfer, .failed(.shutDown)) }
        curl_multi_cleanup(multi)
    }
}
