/// Why a statement got no result, with what the engine itself has to know about it.
struct PostgreSQLFailure: Error {
    /// The server's code of five letters; nil when the connection broke before it answered.
    let state: String?
    /// Whether the connection is gone, so that nobody says how a COMMIT ended.
    let isConnectionLost: Bool
    let error: DatabaseError

    static let lost = PostgreSQLFailure(state: nil, isConnectionLost: true, error: .unavailable)

    init(state: String?, isConnectionLost: Bool, error: DatabaseError) {
        self.state = state
        self.isConnectionLost = isConnectionLost
        self.error = error
    }

    init(_ result: PostgreSQLResult, isConnectionLost: Bool) {
        self.init(state: result.field("C"), isConnectionLost: isConnectionLost, error: DatabaseError(result))
    }
}
