extension SQL {
    /// The statement with `placeholder(1)`, `placeholder(2)` … in place of each `?` outside quotes and comments.
    package func text(placeholder: (Int) -> String) -> String {
        var result = ""
        result.reserveCapacity(text.utf8.count + bindings.count * 2)
        var number = 0
        var quoting: Character?
        var previous: Character = " "
        for character in text {
            if let end = quoting {
                if character == end { quoting = nil }
            } else if character == "'" || character == "\"" {
                quoting = character
            } else if character == "-", previous == "-" {
                quoting = "\n"
            } else if character == "?" {
                number += 1
                result += placeholder(number)
                previous = character
                continue
            }
            result.append(character)
            previous = character
        }
        return result
    }
}
