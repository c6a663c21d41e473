/// Runs work on many items with a fixed number of them in flight, and keeps their order.
package enum BoundedWork {
    /// The results of `body` in the order of `items`, whatever order they were finished in.
    ///
    /// - Parameter jobs: how many items are worked on at one time; at least one.
    package static func map<Item: Sendable, Output: Sendable>(
        _ items: [Item], jobs: Int, _ body: @escaping @Sendable (Item) -> Output
    ) async -> [Output] {
        if jobs <= 1 || items.count < 2 { return items.map(body) }
        var results = [Output?](repeating: nil, count: items.count)
        await withTaskGroup(of: (Int, Output).self) { group in
            var started = 0
            while started < min(jobs, items.count) {
                let index = started
                group.addTask { (index, body(items[index])) }
                started += 1
            }
            while let (index, output) = await group.next() {
                results[index] = output
                if started < items.count {
                    let next = started
                    group.addTask { (next, body(items[next])) }
                    started += 1
                }
            }
        }
        return results.compactMap { $0 }
    }

    /// As `map`, begun with the heaviest items, so that no long one is left to be waited for alone at the end.
    package static func map<Item: Sendable, Output: Sendable>(
        _ items: [Item], heaviestFirst weight: (Item) -> UInt64, jobs: Int, _ body: @escaping @Sendable (Item) -> Output
    ) async -> [Output] {
        let weights = items.map(weight)
        let order = items.indices.sorted { (weights[$0], $1) > (weights[$1], $0) }
        var results = [Output?](repeating: nil, count: items.count)
        let outputs = await map(order.map { items[$0] }, jobs: jobs, body)
        for (index, output) in zip(order, outputs) { results[index] = output }
        return results.compactMap { $0 }
    }

    /// As `map`, with the items cut into runs, for work that is too small to schedule one by one.
    package static func mapInRuns<Item: Sendable, Output: Sendable>(
        _ items: [Item], runLength: Int, jobs: Int, _ body: @escaping @Sendable (Item) -> Output
    ) async -> [Output] {
        let runs = stride(from: 0, to: items.count, by: max(runLength, 1)).map {
            items[$0..<min($0 + max(runLength, 1), items.count)]
        }
        return await map(runs, jobs: jobs) { $0.map(body) }.flatMap { $0 }
    }
}
