internal import CPostgres

/// A statement the server has prepared on one connection.
final class PostgreSQLStatement {
    let name: String
    let types: [Oid]
    var columns: ColumnNames?
    /// When it was last asked for, in the cache's count of requests.
    fileprivate var lastUse = 0

    init(name: String, types: [Oid]) {
        self.name = name
        self.types = types
    }

    /// Whether values of `types` can be bound; NULL, whose type is 0, always can.
    fileprivate func takes(_ other: [Oid]) -> Bool {
        types.count == other.count && zip(types, other).allSatisfy { $1 == 0 || $0 == $1 }
    }
}

/// The prepared statements of one connection; over `capacity`, the one unused for longest goes.
///
/// One text can have several: a NULL's type is the server's guess, and another time a value of another type is bound there.
struct PostgreSQLStatementCache {
    private let capacity: Int
    private var statements: [String: [PostgreSQLStatement]] = [:]
    private var count = 0
    private var uses = 0
    private var names = 0
    /// What the server still holds and nobody uses any more.
    private(set) var discarded: [String] = []

    init(capacity: Int) { self.capacity = capacity }

    mutating func statement(for text: String, _ types: [Oid]) -> PostgreSQLStatement? {
        guard let statement = statements[text]?.first(where: { $0.takes(types) }) else { return nil }
        uses += 1
        statement.lastUse = uses
        return statement
    }

    mutating func makeName() -> String {
        names += 1
        return "vitrine_\(names)"
    }

    mutating func insert(_ statement: PostgreSQLStatement, for text: String) {
        if count >= capacity { removeOldest() }
        uses += 1
        statement.lastUse = uses
        statements[text, default: []].append(statement)
        count += 1
    }

    private mutating func removeOldest() {
        let all = statements.lazy.flatMap { text, variants in variants.map { (text, $0) } }
        guard let (text, oldest) = all.min(by: { $0.1.lastUse < $1.1.lastUse }) else { return }
        discarded.append(oldest.name)
        statements[text]?.removeAll { $0 === oldest }
        if statements[text]?.isEmpty == true { statements[text] = nil }
        count -= 1
    }

    /// Forgets every statement: their tables have changed.
    mutating func discardAll() {
        discarded += statements.values.joined().map(\.name)
        statements = [:]
        count = 0
    }

    mutating func forgetDiscarded() { discarded = [] }
}
