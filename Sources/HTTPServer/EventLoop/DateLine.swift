internal import Glibc

/// The `Date` header line, made anew once a second.
struct DateLine {
    private var second = 0
    private var line: [UInt8] = []

    mutating func current() -> [UInt8] {
        let present = time(nil)
        if present != second {
            second = present
            line = Array("Date: \(HTTPDate.format(Int64(present)))\r\n".utf8)
        }
        return line
    }
}
