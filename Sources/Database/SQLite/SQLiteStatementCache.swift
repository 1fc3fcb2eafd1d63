/// The prepared statements of one connection; over `capacity`, the one unused for longest goes.
struct SQLiteStatementCache {
    private let capacity: Int
    private var statements: [String: SQLiteStatement] = [:]
    private var uses = 0

    init(capacity: Int) { self.capacity = capacity }

    mutating func statement(for text: String) -> SQLiteStatement? {
        guard let statement = statements[text] else { return nil }
        uses += 1
        statement.lastUse = uses
        return statement
    }

    mutating func insert(_ statement: SQLiteStatement, for text: String) {
        if statements.count >= capacity, let oldest = statements.min(by: { $0.value.lastUse < $1.value.lastUse }) {
            statements[oldest.key] = nil
        }
        uses += 1
        statement.lastUse = uses
        statements[text] = statement
    }

    mutating func removeAll() { statements = [:] }
}
