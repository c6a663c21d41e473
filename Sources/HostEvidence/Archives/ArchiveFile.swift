import AuditModel
import CHostCalls
import FileFormats
import Glibc

/// One archive file that is open for reading; it does not own the descriptor.
///
/// pread(2) and not mmap(2): the owner of an audited tree could cut a mapped file and end this program with SIGBUS.
struct ArchiveFile: ByteSource {
    let descriptor: Int32
    let size: UInt64
    private let facts: debvouch_facts

    /// Throws unless the descriptor is a regular file.
    init(descriptor: Int32) throws(ArchiveProblem) {
        let facts = try Self.facts(of: descriptor)
        guard facts.mode & S_IFMT == S_IFREG else {
            throw ArchiveProblem(reason: "the archive is not a regular file", isMalformed: false)
        }
        self.descriptor = descriptor
        self.facts = facts
        size = facts.size
    }

    /// Throws where the file was written to, cut or extended since it was opened here.
    func requireUnchanged() throws(ArchiveProblem) {
        let now = try Self.facts(of: descriptor)
        guard now.size == facts.size, now.inode == facts.inode, now.device == facts.device,
            now.modified_seconds == facts.modified_seconds, now.modified_nanoseconds == facts.modified_nanoseconds,
            now.changed_seconds == facts.changed_seconds, now.changed_nanoseconds == facts.changed_nanoseconds
        else { throw Self.changed }
    }

    static var changed: ArchiveProblem {
        ArchiveProblem(reason: "the archive changed while it was read", isMalformed: false)
    }

    func bytes(at offset: UInt64, count: Int) throws(ArchiveProblem) -> ArraySlice<UInt8> {
        try requireRange(at: offset, count: count)
        var failure: ArchiveProblem?
        let bytes = unsafe [UInt8](unsafeUninitializedCapacity: count) { room, filled in
            do throws(ArchiveProblem) {
                unsafe try read(at: offset, into: UnsafeMutableRawBufferPointer(room))
                filled = count
            } catch {
                failure = error
            }
        }
        if let failure { throw failure }
        return bytes[...]
    }

    /// Fills the whole of `room`; throws where the file ends first or cannot be read.
    func read(at offset: UInt64, into room: UnsafeMutableRawBufferPointer) throws(ArchiveProblem) {
        var done = 0
        while done < room.count {
            let place = unsafe room.baseAddress.map { unsafe $0 + done }
            guard let start = off_t(exactly: offset + UInt64(done)) else { throw Self.changed }
            let count = unsafe pread(descriptor, place, room.count - done, start)
            if count > 0 {
                done += count
            } else if count == 0 {
                throw Self.changed
            } else if errno != EINTR {
                throw Self.systemProblem(errno, offset: offset + UInt64(done))
            }
        }
    }

    static func systemProblem(_ code: Int32, offset: UInt64? = nil) -> ArchiveProblem {
        let words = unsafe String(cString: strerror(code))
        return ArchiveProblem(
            offset: offset, reason: "the archive cannot be read: \(ours: words)", isMalformed: false)
    }

    private static func facts(of descriptor: Int32) throws(ArchiveProblem) -> debvouch_facts {
        var facts = debvouch_facts()
        guard unsafe debvouch_statx(descriptor, &facts) == 0 else { throw systemProblem(errno) }
        return facts
    }
}
