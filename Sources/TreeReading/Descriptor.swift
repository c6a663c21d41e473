package import AuditModel
import CHostCalls
import Glibc

/// Flags of open(2) that glibc shows only to GNU sources.
enum OpenFlag {
    static let path = debvouch_o_path
    static let noAccessTime = debvouch_o_noatime
}

/// An open file descriptor that closes itself.
package struct Descriptor: ~Copyable, Sendable {
    package let number: Int32

    package init(owning number: Int32) {
        self.number = number
    }

    deinit {
        close(number)
    }

    /// Gives the number away; closing it is then the caller's business.
    package consuming func release() -> Int32 {
        let number = number
        discard self
        return number
    }

    /// Opens below `directory` by openat2(2); interrupted and racing calls are tried again.
    ///
    /// O_NOATIME is asked for first, so that an audit leaves no mark, and given up where the kernel refuses it (EPERM
    /// for files of another owner).
    static func open(
        below directory: Int32, _ path: [UInt8], flags: Int32, resolve: UInt64, for shown: HostPath
    ) throws(HostAccessError) -> Descriptor {
        let name = path.map { CChar(bitPattern: $0) } + [0]
        if path.contains(0) { throw HostAccessError(path: shown, code: .system(EINVAL)) }
        var number: Int32 = -1
        if flags & OpenFlag.path == 0 {
            number = unsafe debvouch_openat2(
                directory, name, UInt64(UInt32(bitPattern: flags | OpenFlag.noAccessTime)), resolve)
            if number >= 0 { return Descriptor(owning: number) }
            if Glibc.errno != EPERM { throw HostAccessError(path: shown, code: .system(Glibc.errno)) }
        }
        number = unsafe debvouch_openat2(directory, name, UInt64(UInt32(bitPattern: flags)), resolve)
        if number < 0 { throw HostAccessError(path: shown, code: .system(Glibc.errno)) }
        return Descriptor(owning: number)
    }

    /// statx(2) on the descriptor, and readlinkat(2) where it is a link opened with O_PATH.
    package borrowing func facts(for shown: HostPath) throws(HostAccessError) -> FileFacts {
        var raw = debvouch_facts()
        if unsafe debvouch_statx(number, &raw) != 0 {
            throw HostAccessError(path: shown, code: .system(Glibc.errno))
        }
        var facts = FileFacts(raw)
        if facts.kind == .symlink { facts.linkTarget = linkTarget() }
        return facts
    }

    private borrowing func linkTarget() -> UntrustedText? {
        var buffer = [CChar](repeating: 0, count: 4097)
        let length = unsafe debvouch_readlink(number, &buffer, 4096)
        return length < 0 ? nil : UntrustedText(buffer.prefix(length).map { UInt8(bitPattern: $0) })
    }
}

extension FileFacts {
    /// Times and sizes as the kernel gave them; block counts are in units of 512 bytes (stat(2)).
    init(_ raw: debvouch_facts) {
        self.init(
            kind: FileKind(modeBits: raw.mode),
            size: raw.size,
            allocated: raw.blocks.multipliedReportingOverflow(by: 512).partialValue,
            mode: UInt16(raw.mode & 0o7777),
            uid: raw.uid,
            gid: raw.gid,
            linkCount: raw.links,
            inode: raw.inode,
            device: raw.device,
            mountID: raw.mount_id,
            modified: Timestamp(seconds: raw.modified_seconds, nanoseconds: raw.modified_nanoseconds),
            changed: Timestamp(seconds: raw.changed_seconds, nanoseconds: raw.changed_nanoseconds),
            born: raw.has_birth == 0
                ? nil : Timestamp(seconds: raw.born_seconds, nanoseconds: raw.born_nanoseconds)
        )
    }

    /// Whether the file is still the one, and in the state, that `earlier` describes.
    func isSameState(as earlier: FileFacts) -> Bool {
        inode == earlier.inode && device == earlier.device && size == earlier.size
            && changed == earlier.changed && modified == earlier.modified
    }
}

extension FileKind {
    /// The file type bits of a `st_mode`.
    init(modeBits: UInt32) {
        switch modeBits & UInt32(S_IFMT) {
        case UInt32(S_IFREG): self = .regular
        case UInt32(S_IFDIR): self = .directory
        case UInt32(S_IFLNK): self = .symlink
        case UInt32(S_IFIFO): self = .fifo
        case UInt32(S_IFSOCK): self = .socket
        case UInt32(S_IFCHR): self = .characterDevice
        case UInt32(S_IFBLK): self = .blockDevice
        default: self = .unknown
        }
    }
}
