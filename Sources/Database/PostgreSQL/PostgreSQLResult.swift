internal import CPostgres

/// What the server answered to one statement; used only on its connection's thread.
final class PostgreSQLResult {
    private let handle: OpaquePointer

    init(_ handle: OpaquePointer) { self.handle = handle }

    deinit { PQclear(handle) }

    var status: ExecStatusType { PQresultStatus(handle) }

    /// Whether the statement was nothing but spaces and comments.
    var isEmpty: Bool { status == PGRES_EMPTY_QUERY }

    /// Such as `INSERT 0 3` or `COMMIT`.
    var command: String { String(cString: PQcmdStatus(handle)) }

    /// The rows a statement inserted, updated or deleted.
    var changes: Int {
        let changing = ["INSERT", "UPDATE", "DELETE", "MERGE"]
        guard changing.contains(where: command.hasPrefix) else { return 0 }
        return Int(String(cString: PQcmdTuples(handle))) ?? 0
    }

    /// A part of an error: what the protocol calls by one letter.
    func field(_ letter: Unicode.Scalar) -> String? {
        PQresultErrorField(handle, Int32(letter.value)).map { String(cString: $0) }
    }

    /// The types the server found for a prepared statement's parameters.
    var parameterTypes: [Oid] { (0..<PQnparams(handle)).map { PQparamtype(handle, $0) } }

    var columnNames: [String] { (0..<PQnfields(handle)).map { PQfname(handle, $0).map { String(cString: $0) } ?? "" } }

    /// The first `limit` rows, their columns called `columns`.
    func rows(_ columns: ColumnNames, limit: Int) throws(DatabaseError) -> [Row] {
        let width = columns.names.count
        let count = min(Int(PQntuples(handle)), limit)
        let types = (0..<Int32(width)).map { PQftype(handle, $0) }
        var values: [SQLValue] = []
        values.reserveCapacity(count * width)
        for row in 0..<Int32(count) {
            for (column, type) in types.enumerated() { values.append(try value(row, Int32(column), type)) }
        }
        return (0..<count).map { Row(columns: columns, values: values, start: $0 * width) }
    }

    private func value(_ row: Int32, _ column: Int32, _ type: Oid) throws(DatabaseError) -> SQLValue {
        if PQgetisnull(handle, row, column) == 1 { return .null }
        let bytes = UnsafeRawBufferPointer(
            start: PQgetvalue(handle, row, column), count: Int(PQgetlength(handle, row, column)))
        if let value = Self.value(bytes, type) { return value }
        throw .misuse("a column's type (number \(type)) is none this program reads")
    }

    private static func value(_ bytes: UnsafeRawBufferPointer, _ type: Oid) -> SQLValue? {
        switch type {
        case PostgreSQLType.text, PostgreSQLType.limitedText, PostgreSQLType.blankPaddedText, PostgreSQLType.name,
            PostgreSQLType.unknown:
            .text(String(decoding: bytes, as: UTF8.self))
        case PostgreSQLType.int8: .integer(Int64(bigEndian: bytes.loadUnaligned(as: Int64.self)))
        case PostgreSQLType.int4: .integer(Int64(Int32(bigEndian: bytes.loadUnaligned(as: Int32.self))))
        case PostgreSQLType.int2: .integer(Int64(Int16(bigEndian: bytes.loadUnaligned(as: Int16.self))))
        case PostgreSQLType.oid: .integer(Int64(UInt32(bigEndian: bytes.loadUnaligned(as: UInt32.self))))
        case PostgreSQLType.boolean: .integer(bytes[0] == 0 ? 0 : 1)
        case PostgreSQLType.uuid: .uuid(UInt128(bigEndian: bytes.loadUnaligned(as: UInt128.self)))
        case PostgreSQLType.bytes: .blob(Array(bytes))
        case PostgreSQLType.float8: .real(Double(bitPattern: UInt64(bigEndian: bytes.loadUnaligned(as: UInt64.self))))
        case PostgreSQLType.float4: .real(Double(Float(bitPattern: UInt32(bigEndian: bytes.loadUnaligned(as: UInt32.self)))))
        case PostgreSQLType.numeric: PostgreSQLNumeric(bytes)?.value
        case PostgreSQLType.void: .null
        default: nil
        }
    }
}
