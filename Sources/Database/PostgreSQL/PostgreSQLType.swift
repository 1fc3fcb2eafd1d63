internal import CPostgres

/// The server's numbers of the types that parameters are sent as and columns are read as.
enum PostgreSQLType {
    static let boolean: Oid = 16
    static let bytes: Oid = 17
    static let name: Oid = 19
    static let int8: Oid = 20
    static let int2: Oid = 21
    static let int4: Oid = 23
    static let text: Oid = 25
    static let oid: Oid = 26
    static let float4: Oid = 700
    static let float8: Oid = 701
    static let unknown: Oid = 705
    static let blankPaddedText: Oid = 1042
    static let limitedText: Oid = 1043
    static let numeric: Oid = 1700
    static let void: Oid = 2278
    static let uuid: Oid = 2950
}

extension SQLValue {
    /// The type this is sent as: the server guesses none but NULL's, as a guess may be `text`, which compares 10 before 9.
    var postgresType: Oid {
        switch self {
        case .null: 0
        case .integer: PostgreSQLType.int8
        case .real: PostgreSQLType.float8
        case .text: PostgreSQLType.text
        case .blob: PostgreSQLType.bytes
        case .uuid: PostgreSQLType.uuid
        }
    }
}
