import AuditModel
import CZlib
import FileFormats

/// Inflates exactly one gzip member (RFC 1952) and refuses whatever follows it.
@safe
final class GzipProducer: ByteProducer {
    private let inner: any ByteProducer
    private let input: UnsafeMutableRawBufferPointer
    private let state: UnsafeMutablePointer<z_stream>
    private var isOver = false
    private var isReady = false

    /// 15 bits of window, and 16 for "gzip framing only", as zlib's inflateInit2 wants them.
    private static let gzipOnly: Int32 = 15 + 16

    init(_ inner: any ByteProducer) {
        self.inner = inner
        unsafe input = UnsafeMutableRawBufferPointer.allocate(byteCount: 64 << 10, alignment: 64)
        unsafe state = UnsafeMutablePointer<z_stream>.allocate(capacity: 1)
        unsafe state.initialize(to: z_stream())
    }

    deinit {
        if isReady { unsafe inflateEnd(state) }
        unsafe state.deallocate()
        unsafe input.deallocate()
    }

    func produce(into room: UnsafeMutableRawBufferPointer) throws(ArchiveProblem) -> Int {
        try prepare()
        if isOver { return 0 }
        unsafe state.pointee.next_out = room.baseAddress?.assumingMemoryBound(to: UInt8.self)
        unsafe state.pointee.avail_out = UInt32(clamping: room.count)
        let capacity = unsafe Int(state.pointee.avail_out)
        while unsafe Int(state.pointee.avail_out) == capacity {
            try refill()
            let status = unsafe inflate(state, Z_NO_FLUSH)
            if status == Z_STREAM_END {
                isOver = true
                try requireEnd()
                break
            }
            guard status == Z_OK else {
                throw ArchiveProblem(reason: "the gzip stream is damaged")
            }
        }
        return unsafe capacity - Int(state.pointee.avail_out)
    }

    private func prepare() throws(ArchiveProblem) {
        guard !isReady else { return }
        let length = unsafe Int32(MemoryLayout<z_stream>.size)
        guard unsafe inflateInit2_(state, Self.gzipOnly, ZLIB_VERSION, length) == Z_OK else {
            throw ArchiveProblem(reason: "zlib cannot be started", isMalformed: false)
        }
        isReady = true
    }

    private func refill() throws(ArchiveProblem) {
        guard unsafe state.pointee.avail_in == 0 else { return }
        let count = unsafe try inner.produce(into: input)
        guard count > 0 else { throw ArchiveProblem(reason: "the gzip stream is cut short") }
        unsafe state.pointee.next_in = input.baseAddress?.assumingMemoryBound(to: UInt8.self)
        unsafe state.pointee.avail_in = UInt32(count)
    }

    private func requireEnd() throws(ArchiveProblem) {
        var unread = unsafe Int(state.pointee.avail_in)
        if unread == 0 { unread = unsafe try inner.produce(into: input) }
        guard unread == 0 else {
            throw ArchiveProblem(reason: "bytes follow the end of the first gzip stream")
        }
    }
}
