package import AuditModel
import CHostCalls
import Glibc

/// The audited tree: everything below it is opened through here and nothing outside it can be.
///
/// Paths are resolved by openat2(2) with RESOLVE_IN_ROOT and RESOLVE_NO_MAGICLINKS from one descriptor of the root, so
/// absolute, relative, chained and swapped links end inside. A file is first opened with O_PATH, and read only if it
/// is regular, so that no FIFO can block and no device is touched.
package final class HostTree: Sendable {
    private let root: Descriptor
    /// True for a tree in which nothing stands.
    private let isEmpty: Bool
    /// True where the root is the running system's own.
    package let isLive: Bool

    /// Opens the root; the operator's own path may hold links.
    ///
    /// - Throws: the error number of open(2); ENOTDIR for anything but a folder, ENOSYS before Linux 5.6.
    package init(root path: [UInt8]) throws(HostAccessError) {
        isEmpty = false
        let shown = HostPath(path)
        let name = path.map { CChar(bitPattern: $0) } + [0]
        let number = unsafe Glibc.open(name, OpenFlag.path | O_DIRECTORY | O_CLOEXEC)
        if number < 0 { throw HostAccessError(path: shown, code: .system(Glibc.errno)) }
        root = Descriptor(owning: number)
        let here = try Descriptor.open(
            below: number, [UInt8(ascii: ".")], flags: OpenFlag.path, resolve: Self.inRoot, for: "/")
        let facts = try here.facts(for: "/")
        let own = unsafe Glibc.open("/", OpenFlag.path | O_DIRECTORY | O_CLOEXEC)
        if own >= 0 {
            let running = try Descriptor(owning: own).facts(for: "/")
            isLive = running.inode == facts.inode && running.device == facts.device
        } else {
            isLive = false
        }
    }

    /// A tree in which nothing stands, as the place of one whose facts alone are at hand.
    package init() {
        // A number that no call takes for a folder.
        root = Descriptor(owning: -1)
        isEmpty = true
        isLive = false
    }

    private static let inRoot = UInt64(
        DEBVOUCH_RESOLVE_IN_ROOT.rawValue | DEBVOUCH_RESOLVE_NO_MAGICLINKS.rawValue)
    private static let childOnly = UInt64(
        DEBVOUCH_RESOLVE_BENEATH.rawValue | DEBVOUCH_RESOLVE_NO_SYMLINKS.rawValue)

    /// Facts of the object itself: a link as the last component is not followed.
    package func facts(of path: HostPath) throws(HostAccessError) -> FileFacts {
        try open(path, OpenFlag.path | O_NOFOLLOW).facts(for: path)
    }

    /// Facts of what the path leads to inside the root.
    package func followedFacts(of path: HostPath) throws(HostAccessError) -> FileFacts {
        try open(path, OpenFlag.path).facts(for: path)
    }

    /// Opens a folder; links that lead to it are followed inside the root.
    package func folder(_ path: HostPath) throws(HostAccessError) -> HostFolder {
        HostFolder(path: path, descriptor: try open(path, O_RDONLY | O_DIRECTORY | O_NONBLOCK))
    }

    /// Reads a regular file of at most `cap` bytes; `followingLink` says whether a link as last component is followed.
    package func read(
        _ path: HostPath, cap: UInt64, followingLink: Bool = false
    ) throws(HostAccessError) -> FileReading {
        let noFollow = followingLink ? 0 : O_NOFOLLOW
        return try RegularFile.read(path, cap: cap) { flags throws(HostAccessError) in
            try self.open(path, flags | noFollow)
        }
    }

    /// Opens a regular file for reading by offset, such as an archive; links are followed inside the root.
    package func openRegular(_ path: HostPath) throws(HostAccessError) -> Descriptor {
        let facts = try followedFacts(of: path)
        if facts.kind != .regular { throw HostAccessError(path: path, code: .notRegular(facts.kind)) }
        let file = try open(path, RegularFile.readFlags)
        let opened = try file.facts(for: path)
        if opened.kind != .regular { throw HostAccessError(path: path, code: .notRegular(opened.kind)) }
        return file
    }

    private func open(_ path: HostPath, _ flags: Int32) throws(HostAccessError) -> Descriptor {
        if isEmpty { throw HostAccessError(path: path, code: .system(ENOENT)) }
        let relative = path.bytes.count == 1 ? [UInt8(ascii: ".")] : Array(path.bytes.dropFirst())
        return try Descriptor.open(below: root.number, relative, flags: flags, resolve: Self.inRoot, for: path)
    }

    /// Opens a name in an open folder, never through a link.
    static func openChild(
        of folder: Int32, _ name: [UInt8], _ flags: Int32, for shown: HostPath
    ) throws(HostAccessError) -> Descriptor {
        try Descriptor.open(below: folder, name, flags: flags | O_NOFOLLOW, resolve: childOnly, for: shown)
    }
}
