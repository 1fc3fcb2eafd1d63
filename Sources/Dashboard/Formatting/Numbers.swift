/// A whole number with its thousands separated.
func groupedDigits(_ number: Int, separator: String) -> String {
    let digits = Array(String(abs(number)))
    var grouped = number < 0 ? "-" : ""
    for (index, digit) in digits.enumerated() {
        if index > 0, (digits.count - index).isMultiple(of: 3) { grouped += separator }
        grouped.append(digit)
    }
    return grouped
}

/// A size with one decimal below ten: `980 B`, `2.4 MB`, `31 MB`. 1 MB is 1,048,576 bytes (M14).
func byteCount(_ bytes: Int64, _ t: Localization) -> String {
    let units = ["unit.B", "unit.KB", "unit.MB", "unit.GB", "unit.TB"]
    var value = Double(bytes)
    var unit = 0
    while value >= 999.5, unit < units.count - 1 {
        value /= 1024
        unit += 1
    }
    return t(units[unit], ["value": unit > 0 && value < 9.95 ? oneDecimal(value, t) : String(Int(value.rounded()))])
}

private func oneDecimal(_ value: Double, _ t: Localization) -> String {
    let tenths = Int((value * 10).rounded())
    return tenths.isMultiple(of: 10) ? String(tenths / 10) : "\(tenths / 10)\(t("number.decimal"))\(tenths % 10)"
}

/// A length of time as players show it: `0:07`, `3:42`, `1:02:09`.
func clockDuration(_ seconds: Double) -> String {
    let whole = Int(max(0, min(seconds, 1e9)).rounded())
    let (hours, minutes, rest) = (whole / 3600, whole / 60 % 60, whole % 60)
    return hours > 0 ? "\(hours):\(twoDigits(minutes)):\(twoDigits(rest))" : "\(minutes):\(twoDigits(rest))"
}

func twoDigits(_ number: Int) -> String {
    number < 10 ? "0\(number)" : String(number)
}
