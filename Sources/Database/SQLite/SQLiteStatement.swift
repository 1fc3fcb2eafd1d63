internal import CSQLite

/// A prepared statement; used only on its connection's thread.
final class SQLiteStatement {
    let handle: OpaquePointer
    /// When it was last asked for, in the cache's count of requests.
    var lastUse = 0
    private var columnNames: ColumnNames?
    private var preparations: Int32 = 0

    init(_ handle: OpaquePointer) { self.handle = handle }

    deinit { sqlite3_finalize(handle) }

    /// The result's columns, read anew when SQLite has prepared the statement again for a changed schema.
    ///
    /// Right only after the first step.
    var columns: ColumnNames {
        let count = sqlite3_stmt_status(handle, SQLITE_STMTSTATUS_REPREPARE, 0)
        if let columnNames, count == preparations { return columnNames }
        let names = (0..<sqlite3_column_count(handle)).map { String(cString: sqlite3_column_name(handle, $0)) }
        let fresh = ColumnNames(names)
        columnNames = fresh
        preparations = count
        return fresh
    }

    /// SQLite's code for the first binding that failed, else `SQLITE_OK`.
    func bind(_ values: [SQLValue]) -> Int32 {
        guard values.count == Int(sqlite3_bind_parameter_count(handle)) else { return SQLITE_RANGE }
        for (index, value) in values.enumerated() {
            let code = bind(value, at: Int32(index + 1))
            if code != SQLITE_OK { return code }
        }
        return SQLITE_OK
    }

    private func bind(_ value: SQLValue, at index: Int32) -> Int32 {
        switch value {
        case .null: return sqlite3_bind_null(handle, index)
        case .integer(let value): return sqlite3_bind_int64(handle, index, value)
        case .real(let value): return sqlite3_bind_double(handle, index, value)
        case .text(var text):
            return text.withUTF8 { bytes in
                bytes.withMemoryRebound(to: CChar.self) { sqlite_bind_text_copy(handle, index, $0.baseAddress, UInt64($0.count)) }
            }
        case .blob(let bytes):
            if bytes.isEmpty { return sqlite3_bind_zeroblob(handle, index, 0) }
            return sqlite_bind_blob_copy(handle, index, bytes, UInt64(bytes.count))
        case .uuid(let value):
            return withUnsafeBytes(of: value.bigEndian) { sqlite_bind_blob_copy(handle, index, $0.baseAddress, 16) }
        }
    }

    /// Appends the current row's values.
    func read(into values: inout [SQLValue], columns: Int) {
        for index in 0..<Int32(columns) { values.append(value(at: index)) }
    }

    private func value(at index: Int32) -> SQLValue {
        switch sqlite3_column_type(handle, index) {
        case SQLITE_INTEGER: return .integer(sqlite3_column_int64(handle, index))
        case SQLITE_FLOAT: return .real(sqlite3_column_double(handle, index))
        case SQLITE_TEXT:
            let start = sqlite3_column_text(handle, index)
            let bytes = UnsafeBufferPointer(start: start, count: Int(sqlite3_column_bytes(handle, index)))
            return .text(String(decoding: bytes, as: UTF8.self))
        case SQLITE_BLOB:
            let start = sqlite3_column_blob(handle, index)
            let bytes = UnsafeRawBufferPointer(start: start, count: Int(sqlite3_column_bytes(handle, index)))
            return bytes.count == 16 ? .uuid(UInt128(bigEndian: bytes.loadUnaligned(as: UInt128.self))) : .blob(Array(bytes))
        default: return .null
        }
    }
}
