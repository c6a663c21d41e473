import AuditModel
import Digests
import FileFormats
import Glibc
import TreeReading

/// An event file with what tells it from every other file.
final class TracedInput {
    /// What happened to a file since a cursor was made.
    enum Change {
        case none
        case new
        /// More may stand behind this place.
        case grown(EventPlace)
        /// The same file with other bytes.
        case cut
        /// Another file.
        case replaced(InputCursor)
    }

    /// As it was named, or as it was found in its folder.
    let name: UntrustedText
    private let descriptor: Descriptor
    private let facts: FileFacts

    init(_ name: UntrustedText) throws(ArchiveProblem) {
        self.name = name
        descriptor = try EventInput.open(name)
        do throws(HostAccessError) {
            facts = try descriptor.facts(for: HostPath(name.bytes))
        } catch {
            throw ArchiveProblem(reason: error.reason, isMalformed: false)
        }
    }

    var isRegular: Bool { facts.kind == .regular }
    var size: UInt64 { facts.size }
    var modified: Timestamp { facts.modified }

    func isSameFile(as other: TracedInput) -> Bool {
        facts.device == other.facts.device && facts.inode == other.facts.inode
    }

    /// Whether it is the file that a cursor was made from, whatever it holds now.
    func isNamed(by cursor: InputCursor) -> Bool {
        facts.device == cursor.device && facts.inode == cursor.inode
    }

    /// Whether its text, decompressed where it is compressed, begins as that of a cursor and may go on behind it.
    func begins(as cursor: InputCursor) -> Bool {
        guard isCompressed else { return size >= cursor.offset && head(cursor.headLength) == cursor.head }
        let scratch = ScratchBuffer(size: max(cursor.headLength, 1))
        guard let text = try? content(from: nil).producer else { return false }
        var count = 0
        while count < cursor.headLength {
            let room = unsafe UnsafeMutableRawBufferPointer(rebasing: scratch.room[count..<cursor.headLength])
            guard let part = unsafe try? text.produce(into: room), part > 0 else { return false }
            count += part
        }
        return unsafe ContentHasher.sha256(Array(scratch.room.prefix(count))) == cursor.head
    }

    var isCompressed: Bool {
        let scratch = ScratchBuffer(size: EventInput.markLength)
        let count = unsafe pread(descriptor.number, scratch.room.baseAddress, EventInput.markLength, 0)
        return unsafe EventInput.filter(of: Array(scratch.room.prefix(max(count, 0)))) != nil
    }

    /// The text from an offset on, or all of it, decompressed where it is compressed.
    func content(from offset: UInt64?) throws(ArchiveProblem) -> (producer: any ByteProducer, isCompressed: Bool) {
        let copy = fcntl(descriptor.number, F_DUPFD_CLOEXEC, 3)
        guard copy >= 0 else { throw Self.failure() }
        let own = Descriptor(owning: copy)
        let isPacked = offset != nil && isCompressed
        let start = isPacked ? 0 : offset ?? 0
        if isRegular, lseek(copy, off_t(clamping: start), SEEK_SET) < 0 { throw Self.failure() }
        guard let offset else { return try EventInput.text(of: own) }
        guard isPacked else { return (DescriptorProducer(own), false) }
        let text = try EventInput.text(of: own).producer
        try Self.pass(offset, of: text)
        return (text, true)
    }

    /// Reads so many bytes without use for them.
    private static func pass(_ count: UInt64, of text: any ByteProducer) throws(ArchiveProblem) {
        let scratch = ScratchBuffer()
        var left = count
        while left > 0 {
            let length = unsafe Int(min(left, UInt64(scratch.room.count)))
            let read = unsafe try text.produce(
                into: UnsafeMutableRawBufferPointer(rebasing: scratch.room.prefix(length)))
            if read == 0 {
                throw ArchiveProblem(reason: "it is shorter than what was read of it before", isMalformed: true)
            }
            left -= UInt64(read)
        }
    }

    func change(since cursor: InputCursor?) -> Change {
        guard let cursor, isRegular else { return .new }
        guard cursor.device == facts.device, cursor.inode == facts.inode else { return .replaced(cursor) }
        if let whole = cursor.whole {
            return whole.size == facts.size && whole.modified == facts.modified ? .none : .new
        }
        // Nothing was there to tell the form of the text by.
        if cursor.offset == 0 { return facts.size == 0 ? .none : .new }
        guard facts.size >= cursor.offset, head(cursor.headLength) == cursor.head else { return .cut }
        return facts.size == cursor.offset ? .none : .grown(EventPlace(line: cursor.line, offset: cursor.offset))
    }

    /// The cursor for a text of lines that was read up to a place.
    func cursor(at place: EventPlace) -> InputCursor? {
        let length = Int(min(place.offset, UInt64(InputCursor.headLimit)))
        guard let head = head(length) else { return nil }
        return InputCursor(
            device: facts.device, inode: facts.inode, offset: place.offset, line: place.line, head: head,
            headLength: length)
    }

    /// The cursor for a file that was read whole as it was when it was opened.
    var wholeCursor: InputCursor? {
        guard let head = head(0) else { return nil }
        return InputCursor(
            device: facts.device, inode: facts.inode, offset: 0, line: 1, head: head, headLength: 0,
            whole: InputCursor.WholeFile(size: facts.size, modified: facts.modified))
    }

    /// SHA-256 of so many bytes at the start; nil where the file has fewer.
    private func head(_ length: Int) -> SHA256Digest? {
        let scratch = ScratchBuffer(size: max(length, 1))
        var count = 0
        while count < length {
            let room = unsafe UnsafeMutableRawBufferPointer(rebasing: scratch.room[count..<length])
            let part = unsafe pread(descriptor.number, room.baseAddress, room.count, off_t(count))
            if part <= 0 { return nil }
            count += part
        }
        return unsafe ContentHasher.sha256(Array(scratch.room.prefix(length)))
    }

    private static func failure() -> ArchiveProblem {
        ArchiveProblem(reason: "\(ours: SystemMessage.text(for: errno))", isMalformed: false)
    }
}
