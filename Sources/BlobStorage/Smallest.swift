/// Keeps the smallest `limit` of many in memory for twice as many.
struct Smallest<Element: Comparable> {
    let limit: Int
    private var kept: [Element] = []
    private var greatest: Element?

    init(limit: Int) { self.limit = limit }

    /// False when `limit` smaller ones are known.
    func wouldKeep(_ element: Element) -> Bool { greatest.map { element < $0 } ?? true }

    mutating func insert(_ element: Element) {
        kept.append(element)
        if kept.count / 2 >= limit { cut() }
    }

    mutating func sorted() -> [Element] {
        cut()
        return kept
    }

    private mutating func cut() {
        kept.sort()
        guard kept.count >= limit else { return }
        kept.removeLast(kept.count - limit)
        greatest = kept.last
    }
}
