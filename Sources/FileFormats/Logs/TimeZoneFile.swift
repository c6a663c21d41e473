import AuditModel

/// A TZif file (RFC 8536), to read local times with the audited root's own zone.
package struct TimeZoneFile: Sendable {
    private let transitions: [Int64]
    private let offsets: [Int64]
    private let firstOffset: Int64
    private let rule: TimeZoneRule?
    /// For each transition the earliest local time at which it or a later one is in force; never decreasing.
    private let starts: [Int64]

    /// UTC, for a tree without a zone.
    package static let utc = TimeZoneFile(transitions: [], offsets: [], firstOffset: 0, rule: nil)

    private init(transitions: [Int64], offsets: [Int64], firstOffset: Int64, rule: TimeZoneRule?) {
        self.transitions = transitions
        self.offsets = offsets
        self.firstOffset = firstOffset
        self.rule = rule
        var starts = zip(transitions, offsets).map { moment, offset in
            let (sum, isOver) = moment.addingReportingOverflow(offset)
            return isOver ? moment : sum
        }
        for index in starts.indices.dropLast().reversed() { starts[index] = min(starts[index], starts[index + 1]) }
        self.starts = starts
    }

    /// Nil for anything that is not a well-formed TZif file; a footer that cannot be read is left out.
    package init?(_ bytes: [UInt8]) {
        guard let first = Block(bytes, at: 0, wide: false) else { return nil }
        let isWide = bytes[4] >= UInt8(ascii: "2")
        let chosen = isWide ? Block(bytes, at: first.end, wide: true) : first
        guard let block = chosen else { return nil }
        self.init(
            transitions: block.transitions, offsets: block.offsets, firstOffset: block.firstOffset,
            rule: isWide ? Self.rule(bytes[block.end...]) : nil)
    }

    /// The TZ string between two line feeds behind the last block.
    private static func rule(_ footer: ArraySlice<UInt8>) -> TimeZoneRule? {
        guard footer.first == 0x0A else { return nil }
        return TimeZoneRule(footer.dropFirst().prefix(256).prefix { $0 != 0x0A })
    }

    /// Seconds since 1970 in UTC of a local time given as seconds; of two that fit, the later.
    package func utcSeconds(local: Int64) -> Int64 {
        var low = 0
        var high = starts.count
        while low < high {
            let middle = (low + high) / 2
            if starts[middle] <= local { low = middle + 1 } else { high = middle }
        }
        if low == transitions.count, let rule { return local - offset(at: local, by: rule) }
        return local - (low == 0 ? firstOffset : offsets[low - 1])
    }

    /// The offset behind the table: the rule's, once one of its changes has come.
    private func offset(at local: Int64, by rule: TimeZoneRule) -> Int64 {
        let tableEnd = transitions.last ?? .min
        let change = rule.changes(around: local).last { $0.moment + $0.offset <= local }
        if let change, change.moment > tableEnd { return change.offset }
        return offsets.last ?? rule.standardOffset
    }
}

/// One data block of a TZif file.
private struct Block {
    var transitions: [Int64] = []
    var offsets: [Int64] = []
    var firstOffset: Int64 = 0
    var end = 0

    init?(_ bytes: [UInt8], at start: Int, wide: Bool) {
        guard bytes.count >= start + 44, bytes[start...].starts(with: "TZif".utf8) else { return nil }
        let counts = (0..<6).map { Self.integer(bytes, at: start + 20 + $0 * 4, width: 4) }
        guard counts.allSatisfy({ $0 >= 0 && $0 <= 100_000 }), counts[4] > 0 else { return nil }
        let (times, types, size) = (Int(counts[3]), Int(counts[4]), wide ? 8 : 4)
        let indexes = start + 44 + times * size
        let records = indexes + times
        end = records + types * 6 + Int(counts[5]) + Int(counts[2]) * (size + 4) + Int(counts[1]) + Int(counts[0])
        guard bytes.count >= end else { return nil }
        firstOffset = Self.integer(bytes, at: records, width: 4)
        for time in 0..<times {
            let type = Int(bytes[indexes + time])
            guard type < types else { return nil }
            transitions.append(Self.integer(bytes, at: start + 44 + time * size, width: size))
            offsets.append(Self.integer(bytes, at: records + type * 6, width: 4))
        }
    }

    /// A big-endian signed number of four or eight bytes.
    private static func integer(_ bytes: [UInt8], at place: Int, width: Int) -> Int64 {
        let raw = bytes[place..<(place + width)].reduce(UInt64(0)) { $0 << 8 | UInt64($1) }
        return width == 4 ? Int64(Int32(truncatingIfNeeded: raw)) : Int64(bitPattern: raw)
    }
}
