import AuditModel
import FileFormats
import Glibc

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

    /// Names in a folder that are looked at for a renamed file.
    private static let nameLimit = 10_000

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

    /// The text from an offset on, or all of it, decompressed where it is compressed.
    func content(from offset: UInt64?) throws(ArchiveProblem) -> (producer: any ByteProducer, isCompressed: Bool) {
        let copy = fcntl(descriptor.number, F_DUPFD_CLOEXEC, 3)
        guard copy >= 0 else { throw Self.failure() }
        let own = Descriptor(owning: copy)
        if isRegular, lseek(copy, off_t(clamping: offset ?? 0), SEEK_SET) < 0 { throw Self.failure() }
        if offset != nil { return (DescriptorProducer(own), false) }
        return try EventInput.text(of: own)
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

    /// The file that a cursor is about, under another name in the folder of the input; nil where it is not there.
    static func renamed(_ input: UntrustedText, _ cursor: InputCursor) -> TracedInput? {
        guard cursor.whole == nil else { return nil }
        let slash = UInt8(ascii: "/")
        let folder = input.bytes.lastIndex(of: slash).map { Array(input.bytes[...$0]) } ?? []
        guard let names = try? SmallFile.names(in: UntrustedText(folder.isEmpty ? [UInt8(ascii: ".")] : folder)) else {
            return nil
        }
        for name in names.prefix(nameLimit) {
            let path = UntrustedText(folder + name.bytes)
            var raw = stat()
            // A FIFO would keep its opener waiting.
            guard unsafe lstat(path.bytes.map { CChar(bitPattern: $0) } + [0], &raw) == 0,
                raw.st_ino == cursor.inode, raw.st_mode & S_IFMT == S_IFREG
            else { continue }
            guard let file = try? TracedInput(path), file.facts.device == cursor.device,
                file.facts.inode == cursor.inode, file.size >= cursor.offset,
                file.head(cursor.headLength) == cursor.head
            else { continue }
            return file
        }
        return nil
    }

    private static func failure() -> ArchiveProblem {
        ArchiveProblem(reason: "\(ours: SystemMessage.text(for: errno))", isMalformed: false)
    }
}
