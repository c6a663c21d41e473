import AuditModel

/// Bytes, each with the offset of the file byte that it came from.
struct TracedBytes {
    private(set) var bytes: [UInt8] = []
    /// As many as `bytes`; the blank that joins two lines carries the offset of what follows it.
    private(set) var origins: [Int32] = []

    var isEmpty: Bool { bytes.isEmpty }
    var count: Int { bytes.count }

    mutating func append(_ byte: UInt8, from origin: Int32) {
        bytes.append(byte)
        origins.append(origin)
    }

    mutating func append(_ other: TracedBytes, _ range: Range<Int>) {
        bytes.append(contentsOf: other.bytes[range])
        origins.append(contentsOf: other.origins[range])
    }

    mutating func removeAll() {
        bytes.removeAll(keepingCapacity: true)
        origins.removeAll(keepingCapacity: true)
    }

    /// The offset behind the byte at `index`; the last known one where `index` is past the end.
    func origin(at index: Int) -> Int {
        if index < origins.count { return Int(origins[index]) }
        return origins.last.map { Int($0) } ?? 0
    }

    /// `range` without the bytes at either end for which the closures hold.
    func trimming(
        _ range: Range<Int>, front: (UInt8) -> Bool = \.isASCIISpace, back: (UInt8) -> Bool = \.isASCIISpace
    ) -> Range<Int> {
        var lower = range.lowerBound
        var upper = range.upperBound
        while lower < upper, front(bytes[lower]) { lower += 1 }
        while upper > lower, back(bytes[upper - 1]) { upper -= 1 }
        return lower..<upper
    }

    /// Where `pair` first stands at or after `start`, both bytes before `end`.
    func firstIndex(of pair: (UInt8, UInt8), from start: Int, before end: Int) -> Int? {
        var index = start
        while index + 1 < end {
            if bytes[index] == pair.0, bytes[index + 1] == pair.1 { return index }
            index += 1
        }
        return nil
    }
}

/// Turns an offset of a file into a line number.
struct LineIndex {
    private let starts: [Int]

    init(_ bytes: [UInt8]) {
        var starts = [0]
        for (offset, byte) in bytes.enumerated() where byte == 0x0A {
            starts.append(offset + 1)
        }
        self.starts = starts
    }

    /// The line that holds `offset`, counted from 1.
    func line(at offset: Int) -> Int {
        var low = 0
        var high = starts.count
        while high - low > 1 {
            let middle = low + (high - low) / 2
            if starts[middle] <= offset { low = middle } else { high = middle }
        }
        return low + 1
    }
}
