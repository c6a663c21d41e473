import FileFormats
import Glibc

/// Cuts a stream into lines through one buffer, which grows no larger than a line may be and one read.
struct LogLines {
    /// Bytes of a line that are handed on.
    let lineLimit: Int
    /// Lines that were longer.
    private(set) var shortened = 0
    /// Bytes that came out of the stream.
    private(set) var byteCount: UInt64 = 0
    /// False where the stream gave more than the ceiling.
    private(set) var isComplete = true

    private var buffer: [UInt8] = []
    private var number = 1
    /// Inside a line whose start was handed on already.
    private var isSkipping = false

    init(lineLimit: Int) {
        self.lineLimit = lineLimit
    }

    /// Hands every line to `body` with its number from 1; the slice must not be kept.
    mutating func read(
        _ producer: any ByteProducer, ceiling: UInt64, _ body: (ArraySlice<UInt8>, Int) -> Void
    ) throws(ArchiveProblem) {
        let scratch = ScratchBuffer()
        // What came before the stream broke is as good as the rest.
        defer { finish(body) }
        while true {
            let count = unsafe try producer.produce(into: scratch.room)
            if count == 0 { return }
            byteCount += UInt64(count)
            unsafe buffer.append(contentsOf: scratch.room.prefix(count))
            emit(body)
            if byteCount >= ceiling {
                isComplete = false
                return
            }
        }
    }

    private mutating func emit(_ body: (ArraySlice<UInt8>, Int) -> Void) {
        var cursor = 0
        while let end = Self.lineFeed(in: buffer, from: cursor) {
            if !isSkipping { hand(cursor..<end, body) }
            isSkipping = false
            number += 1
            cursor = end + 1
        }
        if isSkipping {
            cursor = buffer.count
        } else if buffer.count - cursor > lineLimit {
            hand(cursor..<buffer.count, body)
            isSkipping = true
            cursor = buffer.count
        }
        if cursor > 0 { buffer.removeFirst(cursor) }
    }

    private mutating func finish(_ body: (ArraySlice<UInt8>, Int) -> Void) {
        if !isSkipping, !buffer.isEmpty { hand(0..<buffer.count, body) }
        buffer = []
    }

    private mutating func hand(_ range: Range<Int>, _ body: (ArraySlice<UInt8>, Int) -> Void) {
        if range.count > lineLimit { shortened += 1 }
        body(buffer[range.prefix(lineLimit)], number)
    }

    private static func lineFeed(in buffer: [UInt8], from start: Int) -> Int? {
        unsafe buffer.withUnsafeBytes { bytes in
            guard let base = bytes.baseAddress, start < bytes.count,
                let found = unsafe memchr(base + start, 0x0A, bytes.count - start)
            else { return nil }
            return unsafe UnsafeRawPointer(found) - base
        }
    }
}
