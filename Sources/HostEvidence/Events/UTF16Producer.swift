import FileFormats

/// Hands out UTF-16 text as UTF-8.
final class UTF16Producer: ByteProducer {
    private let source: any ByteProducer
    private var text: UTF16Text
    private let scratch = ScratchBuffer(size: 16 << 10)
    private var ready: [UInt8] = []
    private var given = 0
    private var isAtEnd = false

    init(_ source: any ByteProducer, _ text: UTF16Text) {
        self.source = source
        self.text = text
    }

    func produce(into room: UnsafeMutableRawBufferPointer) throws(ArchiveProblem) -> Int {
        while given == ready.count, !isAtEnd {
            given = 0
            let count = unsafe try source.produce(into: scratch.room)
            isAtEnd = count == 0
            ready = unsafe isAtEnd ? text.end() : text.decode(scratch.room.prefix(count))
        }
        let part = ready[given...].prefix(room.count)
        unsafe room.copyBytes(from: part)
        given += part.count
        return part.count
    }
}
