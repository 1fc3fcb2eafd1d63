internal import Cryptography
internal import Database
internal import Library
internal import LibraryStore

/// One try of a password: counted before the password is looked at, so that guesses sent side by side cannot slip past (M4).
///
/// What is counted, each in a window of fifteen minutes by the database's clock: the tries for an account from one address, those from
/// one address for whatever account, and those for an account from wherever. They are counted in this order, which is also the order
/// of their rows' locks; one that is over its limit leaves the wider ones alone, so that nobody can lock an account for everybody from
/// one address.
struct SignInAttempt: Sendable {
    private static let windowSeconds: Int64 = 15 * 60
    private static let limitFromOneAddress = 10
    private static let limitOfAddress = 100
    private static let limitOfAccount = 50

    private let accountFromAddress: [UInt8]
    private let address: [UInt8]
    private let account: [UInt8]

    /// - Parameter email: as it was typed; those without an account are counted alike.
    init(email: String, from address: String) {
        let account = User.normalizedEmail(email) ?? email.trimmedWhitespace.folded
        let network = ClientNetwork.of(address)
        accountFromAddress = SHA256.hash("account \(account) from \(network)")
        self.address = SHA256.hash("address \(network)")
        self.account = SHA256.hash("account \(account)")
    }

    /// What ``begin(_:)`` counted, for ``succeed(_:_:)``.
    struct Begun: Sendable {
        fileprivate let addressWindow: Int64
    }

    /// How counting ended.
    enum Outcome: Sendable {
        case within(Begun)
        case over(secondsLeft: Int64)
    }

    /// Counts the attempt. An outcome and no error, as what is thrown would take the count back.
    func begin(_ transaction: any Transaction) async throws -> Outcome {
        let attempts = transaction.signInAttempts
        let pair = try await attempts.count(accountFromAddress, windowSeconds: Self.windowSeconds)
        if pair.attempts > Self.limitFromOneAddress { return .over(secondsLeft: pair.secondsLeft) }
        let network = try await attempts.count(address, windowSeconds: Self.windowSeconds)
        if network.attempts > Self.limitOfAddress { return .over(secondsLeft: network.secondsLeft) }
        let whole = try await attempts.count(account, windowSeconds: Self.windowSeconds)
        if whole.attempts > Self.limitOfAccount { return .over(secondsLeft: whole.secondsLeft) }
        try await attempts.removeExpired()
        return .within(Begun(addressWindow: network.windowEndsAt))
    }

    /// The password was right: the account's counts begin anew, and the address is as if this attempt had not been.
    func succeed(_ begun: Begun, _ transaction: any Transaction) async throws {
        try await transaction.signInAttempts.clear(accountFromAddress)
        try await transaction.signInAttempts.takeOff(address, of: begun.addressWindow)
        try await transaction.signInAttempts.clear(account)
    }
}
