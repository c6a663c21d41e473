package import AuditModel

/// Runs a regular expression over a value with all of its paths side by side (Thompson's construction), so that the time
/// is at most the value's length times the program's.
package enum RegexMatcher {
    /// Whether the expression is found anywhere in the value.
    package static func finds(_ program: RegexProgram, in value: [UInt8]) -> Bool {
        let scalars = Scalars.values(value)
        var threads = ThreadList(count: program.instructions.count)
        var next = ThreadList(count: program.instructions.count)
        for place in 0...scalars.count {
            // A match may begin at every place.
            if threads.add(0, program, isStart: place == 0, isEnd: place == scalars.count) { return true }
            guard place < scalars.count else { break }
            next.clear()
            let isEnd = place + 1 == scalars.count
            for index in threads.ready {
                guard case .take(let ranges, let inverted) = program.instructions[index] else { continue }
                if ranges.contains(where: { $0.contains(scalars[place]) }) != inverted,
                    next.add(index + 1, program, isStart: false, isEnd: isEnd)
                {
                    return true
                }
            }
            swap(&threads, &next)
        }
        return false
    }

    /// The instructions that wait for the next code point.
    private struct ThreadList {
        private(set) var ready: [Int] = []
        private var isListed: [Bool]
        private var listed: [Int] = []

        init(count: Int) {
            isListed = Array(repeating: false, count: count)
        }

        mutating func clear() {
            for index in listed { isListed[index] = false }
            listed.removeAll(keepingCapacity: true)
            ready.removeAll(keepingCapacity: true)
        }

        /// Follows everything that takes no code point; true where that leads to the end of the program.
        mutating func add(_ first: Int, _ program: RegexProgram, isStart: Bool, isEnd: Bool) -> Bool {
            var open = [first]
            while let index = open.popLast() {
                guard index < isListed.count, !isListed[index] else { continue }
                isListed[index] = true
                listed.append(index)
                switch program.instructions[index] {
                case .take: ready.append(index)
                case .jump(let target): open.append(target)
                case .split(let one, let other): open += [other, one]
                case .start: if isStart { open.append(index + 1) }
                case .end: if isEnd { open.append(index + 1) }
                case .found: return true
                }
            }
            return false
        }
    }
}
