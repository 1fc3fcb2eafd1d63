internal import Markup

/// A `<time>` that reads relatively ("3 hours ago") and carries the exact moment in its title; scripts put it in local time.
func timeElement(_ seconds: Int64, _ context: PageContext) -> HTML {
    let date = CivilDate(secondsSince1970: seconds)
    let t = context.localization
    let day = t("date.day", ["day": String(date.day), "month": t("date.month.\(date.month)"), "year": String(date.year)])
    let exact = t("date.exact", ["date": day, "time": "\(twoDigits(date.hour)):\(twoDigits(date.minute))"])
    let text = relativeTime(seconds, now: context.now, t) ?? day
    return #"<time datetime="\#(date.iso8601)" title="\#(exact)">\#(text)</time>"#
}

/// "just now" to "6 days ago"; nil for anything older, or further ahead than clocks disagree.
private func relativeTime(_ seconds: Int64, now: Int64, _ t: Localization) -> String? {
    let age = Int(now - seconds)
    switch age {
    case -60..<60: return t("time.now")
    case 60..<3600: return t("time.minutes", count: age / 60)
    case 3600..<86400: return t("time.hours", count: age / 3600)
    case 86400..<604_800: return t("time.days", count: age / 86400)
    default: return nil
    }
}
