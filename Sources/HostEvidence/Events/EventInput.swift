import AuditModel
import CHostCalls
import FileFormats
import Glibc
import TreeReading

/// Reads an open descriptor, of whatever kind, to its end, and closes it.
final class DescriptorProducer: ByteProducer {
    private let descriptor: Descriptor

    init(_ descriptor: consuming Descriptor) {
        self.descriptor = descriptor
    }

    func produce(into room: UnsafeMutableRawBufferPointer) throws(ArchiveProblem) -> Int {
        while true {
            let count = unsafe Glibc.read(descriptor.number, room.baseAddress, room.count)
            if count >= 0 { return count }
            if errno != EINTR {
                throw ArchiveProblem(reason: "\(ours: SystemMessage.text(for: errno))", isMalformed: false)
            }
        }
    }
}

/// Hands out bytes that were already read before those that follow them.
final class PrefixedProducer: ByteProducer {
    private let prefix: BufferProducer
    private let rest: any ByteProducer

    init(_ prefix: [UInt8], _ rest: any ByteProducer) {
        self.prefix = BufferProducer(prefix[...])
        self.rest = rest
    }

    func produce(into room: UnsafeMutableRawBufferPointer) throws(ArchiveProblem) -> Int {
        let count = unsafe try prefix.produce(into: room)
        return count > 0 ? count : unsafe try rest.produce(into: room)
    }
}

/// Opens event files of the machine that runs this program; they are no part of the audited tree.
enum EventInput {
    /// A descriptor of a file, FIFO or device, or of standard input for `-`; the reason where there is none.
    static func open(_ path: UntrustedText) throws(ArchiveProblem) -> Descriptor {
        if path == "-" {
            let copy = fcntl(STDIN_FILENO, F_DUPFD_CLOEXEC, 3)
            guard copy >= 0 else { throw failure(errno) }
            return Descriptor(owning: copy)
        }
        guard !path.isEmpty, !path.bytes.contains(0) else { throw failure(ENOENT) }
        let name = path.bytes.map { CChar(bitPattern: $0) } + [0]
        let number = unsafe Glibc.open(name, O_RDONLY | O_CLOEXEC | O_NOCTTY)
        guard number >= 0 else { throw failure(errno) }
        return Descriptor(owning: number)
    }

    /// Whether a path leads to a regular file; it is not opened.
    static func isRegular(_ path: UntrustedText) -> Bool {
        guard !path.isEmpty, !path.bytes.contains(0) else { return false }
        let name = path.bytes.map { CChar(bitPattern: $0) } + [0]
        var facts = stat()
        return unsafe stat(name, &facts) == 0 && facts.st_mode & S_IFMT == S_IFREG
    }

    /// The text of the input in UTF-8, decompressed where its first bytes say gzip, xz or zstd.
    ///
    /// - Returns: with it, whether the bytes of the file are others than those of the text.
    static func text(
        of descriptor: consuming Descriptor
    ) throws(ArchiveProblem) -> (producer: any ByteProducer, isCompressed: Bool) {
        let (head, whole) = try peek(DescriptorProducer(descriptor))
        guard let filter = filter(of: head) else {
            guard let text = UTF16Text(start: head) else { return (whole, false) }
            return (UTF16Producer(whole, text), true)
        }
        let (start, unpacked) = try peek(FilterProducer(whole, filter: filter))
        return (UTF16Text(start: start).map { UTF16Producer(unpacked, $0) } ?? unpacked, true)
    }

    /// The first bytes of a stream, and the stream with them.
    private static func peek(
        _ raw: any ByteProducer
    ) throws(ArchiveProblem) -> (head: [UInt8], whole: any ByteProducer) {
        var head: [UInt8] = []
        let scratch = ScratchBuffer(size: markLength)
        while head.count < markLength {
            let part = unsafe UnsafeMutableRawBufferPointer(rebasing: scratch.room[head.count...])
            let count = unsafe try raw.produce(into: part)
            if count == 0 { break }
            unsafe head.append(contentsOf: part.prefix(count))
        }
        return (head, PrefixedProducer(head, raw))
    }

    /// Bytes at the start of a file that tell how it is compressed.
    static let markLength = 6

    /// By the magic numbers of RFC 1952, the xz format and RFC 8878.
    static func filter(of head: [UInt8]) -> ArchiveFilter? {
        if head.starts(with: [0x1F, 0x8B]) { return .gzip }
        if head.starts(with: [0xFD, 0x37, 0x7A, 0x58, 0x5A, 0x00]) { return .xz }
        if head.starts(with: [0x28, 0xB5, 0x2F, 0xFD]) { return .zstd }
        return nil
    }

    private static func failure(_ number: Int32) -> ArchiveProblem {
        ArchiveProblem(reason: "\(ours: SystemMessage.text(for: number))", isMalformed: false)
    }
}
