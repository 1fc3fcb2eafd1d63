/// The condition of a change that must not overwrite somebody else's: the `If-Match` of a request (RFC 9110 13.1.1).
package enum IfMatch {
    /// Whether `condition` holds for what has the strong tag `entityTag`: `*` always does, else it lists the tag. What cannot be read
    /// does not hold.
    package static func holds(_ condition: String, for entityTag: String) -> Bool {
        let tags = condition.split(separator: ",").map { String($0).trimmedWhitespace }
        return tags == ["*"] || tags.contains(entityTag)
    }
}
