import AuditModel

/// Bytes that can be read at any offset, so that a large archive need not be held in memory.
package protocol ByteSource {
    /// Bytes in the whole source.
    var size: UInt64 { get }

    /// Exactly `count` bytes from `offset`; throws where they reach past the end or cannot be read.
    func bytes(at offset: UInt64, count: Int) throws(ArchiveProblem) -> ArraySlice<UInt8>
}

extension ByteSource {
    /// Throws unless `count` bytes from `offset` lie inside the source.
    package func requireRange(at offset: UInt64, count: Int) throws(ArchiveProblem) {
        guard count >= 0, offset <= size, UInt64(count) <= size - offset else {
            throw ArchiveProblem(offset: size, reason: "the archive ends too early")
        }
    }
}

/// A source that keeps the last bytes it fetched, so that a walk in small steps is not a system call for each.
final class WindowedSource<Inner: ByteSource>: ByteSource {
    private let inner: Inner
    private var window: ArraySlice<UInt8> = []
    private var windowStart: UInt64 = 0

    /// Bytes.
    private static var windowLength: UInt64 { 4096 }

    init(_ inner: Inner) {
        self.inner = inner
    }

    var size: UInt64 { inner.size }

    func bytes(at offset: UInt64, count: Int) throws(ArchiveProblem) -> ArraySlice<UInt8> {
        try requireRange(at: offset, count: count)
        let windowEnd = windowStart + UInt64(window.count)
        if offset < windowStart || offset + UInt64(count) > windowEnd {
            let length = max(UInt64(count), min(Self.windowLength, size - offset))
            window = try inner.bytes(at: offset, count: Int(length))
            windowStart = offset
        }
        return window[(window.startIndex + Int(offset - windowStart))...].prefix(count)
    }
}

/// The start of a source, or all of it, in memory.
package struct BufferSource: ByteSource {
    private let buffer: [UInt8]

    package init(_ buffer: [UInt8]) {
        self.buffer = buffer
    }

    package var size: UInt64 { UInt64(buffer.count) }

    package func bytes(at offset: UInt64, count: Int) throws(ArchiveProblem) -> ArraySlice<UInt8> {
        try requireRange(at: offset, count: count)
        return buffer[Int(offset)..<(Int(offset) + count)]
    }
}
