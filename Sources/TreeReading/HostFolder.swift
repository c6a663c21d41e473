package import AuditModel
import Glibc

/// One open folder of the audited tree; its entries are reached by name only, never through a link.
package final class HostFolder: Sendable {
    package let path: HostPath
    private let descriptor: Descriptor

    init(path: HostPath, descriptor: consuming Descriptor) {
        self.path = path
        self.descriptor = descriptor
    }

    /// The most names that one folder may hold before the rest is left as a coverage gap.
    package static let nameLimit = 1_000_000

    /// Every name but `.` and `..`, in byte order; `isComplete` is false where `nameLimit` cut the list.
    package func names() throws(HostAccessError) -> (names: [UntrustedText], isComplete: Bool) {
        let copy = unsafe openat(descriptor.number, ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC | O_NONBLOCK)
        if copy < 0 { throw HostAccessError(path: path, code: .system(Glibc.errno)) }
        guard let stream = unsafe fdopendir(copy) else {
            let number = Glibc.errno
            close(copy)
            throw HostAccessError(path: path, code: .system(number))
        }
        defer { unsafe closedir(stream) }
        var names: [UntrustedText] = []
        while true {
            Glibc.errno = 0
            guard let entry = unsafe readdir(stream) else {
                if Glibc.errno != 0 { throw HostAccessError(path: path, code: .system(Glibc.errno)) }
                return (names.sorted(), true)
            }
            let name = unsafe Self.name(of: entry)
            if name == "." || name == ".." { continue }
            if names.count == Self.nameLimit { return (names.sorted(), false) }
            names.append(name)
        }
    }

    private static func name(of entry: UnsafeMutablePointer<dirent>) -> UntrustedText {
        unsafe withUnsafeBytes(of: &entry.pointee.d_name) { unsafe UntrustedText($0.prefix { $0 != 0 }) }
    }

    /// Facts of the folder itself.
    package func facts() throws(HostAccessError) -> FileFacts {
        try descriptor.facts(for: path)
    }

    /// Facts of an entry; a link is not followed.
    package func facts(of name: UntrustedText) throws(HostAccessError) -> FileFacts {
        try open(name, OpenFlag.path).facts(for: path.appending(name))
    }

    /// Reads a regular entry of at most `cap` bytes.
    package func read(_ name: UntrustedText, cap: UInt64) throws(HostAccessError) -> FileReading {
        try RegularFile.read(path.appending(name), cap: cap) { flags throws(HostAccessError) in
            try self.open(name, flags)
        }
    }

    /// Opens a regular entry to be read front to back.
    package func openRegular(_ name: UntrustedText) throws(HostAccessError) -> Descriptor {
        let shown = path.appending(name)
        let facts = try open(name, OpenFlag.path).facts(for: shown)
        if facts.kind != .regular { throw HostAccessError(path: shown, code: .notRegular(facts.kind)) }
        let file = try open(name, RegularFile.readFlags)
        let opened = try file.facts(for: shown)
        if opened.kind != .regular { throw HostAccessError(path: shown, code: .notRegular(opened.kind)) }
        return file
    }

    private func open(_ name: UntrustedText, _ flags: Int32) throws(HostAccessError) -> Descriptor {
        try HostTree.openChild(of: descriptor.number, name.bytes, flags, for: path.appending(name))
    }
}
