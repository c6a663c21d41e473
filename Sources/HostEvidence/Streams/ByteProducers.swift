import AuditModel
import Digests
import FileFormats
import Glibc

/// Bytes that arrive in order, as many at a time as the caller has room for.
protocol ByteProducer: AnyObject {
    /// Fills the start of `room`, which is never empty, and returns the count: 0 only at the end.
    func produce(into room: UnsafeMutableRawBufferPointer) throws(ArchiveProblem) -> Int
}

/// Bytes of an array, in order.
final class BufferProducer: ByteProducer {
    private let bytes: ArraySlice<UInt8>
    private var position: Int

    init(_ bytes: ArraySlice<UInt8>) {
        self.bytes = bytes
        position = bytes.startIndex
    }

    func produce(into room: UnsafeMutableRawBufferPointer) throws(ArchiveProblem) -> Int {
        let count = min(room.count, bytes.endIndex - position)
        unsafe bytes[position..<position + count].withUnsafeBytes { unsafe room.copyMemory(from: $0) }
        position += count
        return count
    }
}

/// Bytes of a range of an archive file, in order, each hashed as it passes.
final class FileProducer: ByteProducer {
    private let file: ArchiveFile
    private var position: UInt64
    private let end: UInt64
    private let whole: WholeFileDigest

    init(_ file: ArchiveFile, from start: UInt64, to end: UInt64, whole: WholeFileDigest) {
        self.file = file
        position = start
        self.end = end
        self.whole = whole
    }

    func produce(into room: UnsafeMutableRawBufferPointer) throws(ArchiveProblem) -> Int {
        let count = Int(min(UInt64(room.count), end - position))
        guard count > 0 else { return 0 }
        let part = unsafe UnsafeMutableRawBufferPointer(rebasing: room.prefix(count))
        unsafe try file.read(at: position, into: part)
        unsafe whole.update(UnsafeRawBufferPointer(part))
        position += UInt64(count)
        return count
    }
}

/// The digest of an archive file that is read front to back in several parts, so that what was parsed is what was hashed.
final class WholeFileDigest {
    private var digest: StreamingDigest?

    init() {
        digest = StreamingDigest(.sha256)
    }

    func update(_ bytes: UnsafeRawBufferPointer) {
        unsafe digest?.update(bytes)
    }

    func update(_ bytes: [UInt8]) {
        digest?.update(bytes)
    }

    /// The digest, once; nil afterwards.
    func finish() -> SHA256Digest? {
        digest.take()?.finish().sha256
    }
}

/// Reads a producer to its end through one buffer that is used again and again.
@safe
struct ScratchBuffer: ~Copyable {
    /// Bytes; large enough to make system calls cheap, small enough to stay in the processor's second cache.
    static let standardSize = 256 << 10

    let room: UnsafeMutableRawBufferPointer

    init(size: Int = standardSize) {
        unsafe room = UnsafeMutableRawBufferPointer.allocate(byteCount: size, alignment: 64)
    }

    deinit {
        unsafe room.deallocate()
    }

    func drain(_ producer: some ByteProducer) throws(ArchiveProblem) {
        while unsafe try producer.produce(into: room) > 0 {}
    }
}

/// Counts the bytes of a decompressed stream, refuses too many, and remembers where the last one that is not zero stands.
final class MeteredProducer: ByteProducer {
    private let inner: any ByteProducer
    private let ceiling: OutputCeiling
    /// Bytes so far.
    private(set) var count: UInt64 = 0
    /// Bytes up to and including the last one that is not zero.
    private(set) var meaningfulCount: UInt64 = 0

    init(_ inner: any ByteProducer, ceiling: OutputCeiling) {
        self.inner = inner
        self.ceiling = ceiling
    }

    func produce(into room: UnsafeMutableRawBufferPointer) throws(ArchiveProblem) -> Int {
        let fresh = unsafe try inner.produce(into: room)
        var end = fresh
        while end > 0, unsafe room[end - 1] == 0 { end -= 1 }
        if end > 0 { meaningfulCount = count + UInt64(end) }
        count += UInt64(fresh)
        try ceiling.check(count)
        return fresh
    }
}

/// How much one member may give when decompressed.
struct OutputCeiling {
    let name: StaticString
    /// Bytes.
    let bytes: UInt64
    /// Bytes of the member as compressed.
    let packed: UInt64
    let limits: ArchiveLimits

    func check(_ count: UInt64) throws(ArchiveProblem) {
        guard count <= bytes else {
            throw ArchiveProblem(
                reason: "\(ours: name.description) is over the limit of \(bytes) decompressed bytes")
        }
        guard count <= limits.ratioFloor || count / max(packed, 1) < limits.ratio else {
            throw ArchiveProblem(
                reason: "\(ours: name.description) is over the limit of \(limits.ratio) decompressed bytes for one")
        }
    }
}
