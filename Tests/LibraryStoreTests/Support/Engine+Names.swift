import Database
import DatabaseTesting

extension Engine {
    /// The error for a second row with the same `column`: SQLite names that, PostgreSQL the constraint or the `index`.
    func uniqueViolation(_ table: String, _ column: String, index: String? = nil) -> DatabaseError {
        switch self {
        case .sqlite: .uniqueViolation(constraint: "\(table).\(column)")
        case .postgres: .uniqueViolation(constraint: index ?? "\(table)_\(column)_key")
        }
    }
}
