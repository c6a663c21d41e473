import AuditModel

/// Reads the regular expressions that can be matched in linear time: no look-around and no back-references.
///
/// The expression is case-sensitive, unanchored, and `.` takes any code point but a line feed.
struct RegexParser {
    private var rest: ArraySlice<Unicode.Scalar>
    private var program: [RegexProgram.Instruction] = []
    private let source: UntrustedText
    private let line: Int

    private static let sizeLimit = 5_000
    private static let depthLimit = 30

    static func parse(_ text: [UInt8], line: Int) throws(SigmaMistake) -> RegexProgram {
        let scalars = Array(String(decoding: text, as: UTF8.self).unicodeScalars)
        var parser = RegexParser(rest: scalars[...], source: UntrustedText(text), line: line)
        try parser.alternatives(depth: 0)
        if let extra = parser.rest.first { throw parser.mistake("\(ours: String(extra)) is not expected") }
        parser.program.append(.found)
        return RegexProgram(instructions: parser.program, source: parser.source)
    }

    private init(rest: ArraySlice<Unicode.Scalar>, source: UntrustedText, line: Int) {
        self.rest = rest
        self.source = source
        self.line = line
    }

    private func mistake(_ reason: ReportText) -> SigmaMistake {
        SigmaMistake(line: line, reason: "in the expression \(source): \(reason)")
    }

    private mutating func alternatives(depth: Int) throws(SigmaMistake) {
        guard depth < Self.depthLimit else { throw mistake("nested too deep") }
        let start = program.count
        var branches: [[RegexProgram.Instruction]] = []
        // A split and a jump for each branch but the last.
        var size = -2
        repeat {
            try sequence(depth: depth)
            branches.append(Array(program[start...]))
            program.removeSubrange(start...)
            size += branches.last.map { $0.count + 2 } ?? 0
            guard start + size <= Self.sizeLimit else { throw mistake("it is too large") }
        } while take("|")
        for (index, branch) in branches.enumerated() {
            let isLast = index == branches.count - 1
            if !isLast { program.append(.split(program.count + 1, program.count + branch.count + 2)) }
            program += Self.moved(branch, by: program.count - start)
            if !isLast { program.append(.jump(start + size)) }
        }
    }

    private mutating func sequence(depth: Int) throws(SigmaMistake) {
        while let next = rest.first, next != "|", next != ")" {
            let start = program.count
            try atom(depth: depth)
            try repetition(of: start)
            guard program.count <= Self.sizeLimit else { throw mistake("it is too large") }
        }
    }

    private mutating func atom(depth: Int) throws(SigmaMistake) {
        guard let first = rest.popFirst() else { return }
        switch first {
        case "(":
            if take("?") {
                guard take(":") else { throw mistake("only plain groups and (?:...) are supported") }
            }
            try alternatives(depth: depth + 1)
            guard take(")") else { throw mistake("a closing bracket is missing") }
        case "[": try characterClass()
        case ".": program.append(.take([0x0A...0x0A], inverted: true))
        case "^": program.append(.start)
        case "$": program.append(.end)
        case "\\":
            let (ranges, inverted) = try escaped()
            program.append(.take(ranges, inverted: inverted))
        case "*", "+", "?", "{": throw mistake("\(ours: String(first)) has nothing to repeat")
        default: program.append(.take([first.value...first.value], inverted: false))
        }
    }

    private mutating func repetition(of start: Int) throws(SigmaMistake) {
        guard let (least, most) = try bounds() else { return }
        let once = Array(program[start...])
        program.removeSubrange(start...)
        guard once.count * max(least, most ?? 1, 1) <= Self.sizeLimit else { throw mistake("it is too large") }
        for _ in 0..<least { append(once, from: start) }
        if let most {
            for _ in least..<max(most, least) {
                program.append(.split(program.count + 1, program.count + 1 + once.count))
                append(once, from: start)
            }
        } else {
            let loop = program.count
            program.append(.split(loop + 1, loop + 2 + once.count))
            append(once, from: start)
            program.append(.jump(loop))
        }
        // A lazy mark changes which match is found, not whether there is one.
        _ = take("?")
        if let next = rest.first, ["*", "+", "?", "{"].contains(next) { throw mistake("two repetitions in a row") }
    }

    /// How often the part before may stand; nil where nothing says so, `most` nil for any number.
    private mutating func bounds() throws(SigmaMistake) -> (least: Int, most: Int?)? {
        if take("*") { return (0, nil) }
        if take("+") { return (1, nil) }
        if take("?") { return (0, 1) }
        guard take("{") else { return nil }
        guard let least = number() else { throw mistake("a number is expected behind {") }
        var most: Int? = least
        if take(",") { most = number() }
        guard take("}") else { throw mistake("a } is missing") }
        if let most, most < least { throw mistake("the numbers of a repetition are the wrong way round") }
        return (least, most)
    }

    private mutating func number() -> Int? {
        var value: Int?
        while let digit = rest.first, ("0"..."9").contains(digit), (value ?? 0) < 1_000 {
            value = (value ?? 0) * 10 + Int(digit.value - 0x30)
            rest.removeFirst()
        }
        return value
    }

    private mutating func append(_ part: [RegexProgram.Instruction], from start: Int) {
        program += Self.moved(part, by: program.count - start)
    }

    private static func moved(_ part: [RegexProgram.Instruction], by distance: Int) -> [RegexProgram.Instruction] {
        part.map { instruction in
            switch instruction {
            case .split(let one, let other): .split(one + distance, other + distance)
            case .jump(let target): .jump(target + distance)
            case .take, .start, .end, .found: instruction
            }
        }
    }

    private mutating func take(_ scalar: Unicode.Scalar) -> Bool {
        guard rest.first == scalar else { return false }
        rest.removeFirst()
        return true
    }
}

extension RegexParser {
    private mutating func characterClass() throws(SigmaMistake) {
        let inverted = take("^")
        var ranges: [ClosedRange<UInt32>] = []
        var isFirst = true
        while let next = rest.popFirst() {
            if next == "]", !isFirst {
                program.append(.take(ranges, inverted: inverted))
                return
            }
            isFirst = false
            if next == "\\" {
                let (some, isInverted) = try escaped()
                guard !isInverted else { throw mistake("\\D, \\S and \\W are not supported inside [ ]") }
                ranges += some
                if some.count != 1 || some[0].count != 1 { continue }
            } else if next == "[", rest.first == ":" {
                throw mistake("named classes are not supported")
            } else {
                ranges.append(next.value...next.value)
            }
            try extendRange(&ranges)
        }
        throw mistake("a ] is missing")
    }

    /// Makes `a-z` of the `a` that was read last.
    private mutating func extendRange(_ ranges: inout [ClosedRange<UInt32>]) throws(SigmaMistake) {
        guard rest.first == "-", let after = rest.dropFirst().first, after != "]", let low = ranges.popLast() else {
            return
        }
        rest.removeFirst(2)
        var high = after.value
        if after == "\\" {
            let (some, isInverted) = try escaped()
            guard !isInverted, some.count == 1, some[0].count == 1 else {
                throw mistake("a range needs two characters")
            }
            high = some[0].lowerBound
        }
        guard low.lowerBound <= high else { throw mistake("a range is the wrong way round") }
        ranges.append(low.lowerBound...high)
    }

    /// What stands for a backslash and the character behind it; letters are ASCII, as everywhere in a rule.
    private mutating func escaped() throws(SigmaMistake) -> (ranges: [ClosedRange<UInt32>], inverted: Bool) {
        guard let letter = rest.popFirst() else { throw mistake("it ends in a backslash") }
        switch letter {
        case "d": return ([0x30...0x39], false)
        case "D": return ([0x30...0x39], true)
        case "s": return ([0x09...0x0D, 0x20...0x20], false)
        case "S": return ([0x09...0x0D, 0x20...0x20], true)
        case "w": return ([0x30...0x39, 0x41...0x5A, 0x5F...0x5F, 0x61...0x7A], false)
        case "W": return ([0x30...0x39, 0x41...0x5A, 0x5F...0x5F, 0x61...0x7A], true)
        case "n": return ([0x0A...0x0A], false)
        case "r": return ([0x0D...0x0D], false)
        case "t": return ([0x09...0x09], false)
        default:
            let isPlain =
                letter.value < 0x80 && !UInt8(truncatingIfNeeded: letter.value).isASCIILetter
                && !("0"..."9").contains(letter)
            guard isPlain else { throw mistake("\\\(ours: String(letter)) is not supported") }
            return ([letter.value...letter.value], false)
        }
    }
}
