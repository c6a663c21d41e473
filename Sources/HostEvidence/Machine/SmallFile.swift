package import AuditModel
import Glibc
import TreeReading

/// Why a file of the machine that runs this program could not be read.
package struct FileReadError: Error, Hashable, Sendable {
    /// Nil for a file that could be read and must not be.
    package let errno: Int32?
    package let reason: ReportText

    /// Whether there is no such file.
    package var isAbsence: Bool { errno == ENOENT }

    init(errno: Int32) {
        self.errno = errno
        reason = "\(ours: SystemMessage.text(for: errno))"
    }

    init(refusal: ReportText) {
        errno = nil
        reason = refusal
    }
}

/// Reads files and folders that the operator names, never one of the audited tree.
package enum SmallFile {
    /// The file's bytes; of a file with more than `limit` bytes, one byte more than that.
    ///
    /// - Parameter spare: bytes of room behind them, so that a caller who appends so many copies nothing.
    package static func read(
        _ path: UntrustedText, limit: Int, spare: Int = 0
    ) throws(FileReadError) -> [UInt8] {
        try bytes(of: try open(path, 0), limit: limit, spare: spare)
    }

    /// As `read`, and refuses whatever is no regular file.
    package static func readRegular(_ path: UntrustedText, limit: Int) throws(FileReadError) -> [UInt8] {
        try bytes(of: try openRegular(path), limit: limit)
    }

    static func openRegular(_ path: UntrustedText) throws(FileReadError) -> Descriptor {
        // A FIFO would keep its opener waiting.
        let descriptor = try open(path, O_NONBLOCK)
        var facts = stat()
        guard unsafe fstat(descriptor.number, &facts) == 0 else { throw FileReadError(errno: Glibc.errno) }
        guard facts.st_mode & S_IFMT == S_IFREG else { throw FileReadError(refusal: "it is no regular file") }
        return descriptor
    }

    private static func open(_ path: UntrustedText, _ flags: Int32) throws(FileReadError) -> Descriptor {
        if path.isEmpty || path.bytes.contains(0) { throw FileReadError(errno: ENOENT) }
        let name = path.bytes.map { CChar(bitPattern: $0) } + [0]
        let number = unsafe Glibc.open(name, O_RDONLY | O_CLOEXEC | O_NOCTTY | flags)
        guard number >= 0 else { throw FileReadError(errno: Glibc.errno) }
        return Descriptor(owning: number)
    }

    static func bytes(
        of descriptor: borrowing Descriptor, limit: Int, spare: Int = 0
    ) throws(FileReadError) -> [UInt8] {
        var bytes: [UInt8] = []
        var room = [UInt8](repeating: 0, count: 64 << 10)
        var facts = stat()
        if unsafe fstat(descriptor.number, &facts) == 0, facts.st_size > 0 {
            // A file that grows meanwhile only costs a copy.
            bytes.reserveCapacity(min(Int(facts.st_size), limit) + room.count + spare)
        }
        while bytes.count <= limit {
            let count = unsafe Glibc.read(descriptor.number, &room, room.count)
            if count == 0 { break }
            if count < 0 {
                if Glibc.errno == EINTR { continue }
                throw FileReadError(errno: Glibc.errno)
            }
            bytes.append(contentsOf: room.prefix(count))
        }
        if bytes.count > limit + 1 { bytes.removeLast(bytes.count - limit - 1) }
        return bytes
    }

    /// The names in a folder, in byte order, without hidden ones.
    package static func names(in folder: UntrustedText) throws(FileReadError) -> [UntrustedText] {
        if folder.isEmpty || folder.bytes.contains(0) { throw FileReadError(errno: ENOENT) }
        guard let handle = unsafe opendir(folder.bytes.map { CChar(bitPattern: $0) } + [0]) else {
            throw FileReadError(errno: Glibc.errno)
        }
        defer { unsafe _ = closedir(handle) }
        var names: [UntrustedText] = []
        while let entry = unsafe readdir(handle) {
            let name = unsafe withUnsafeBytes(of: &entry.pointee.d_name) { room in
                unsafe UntrustedText(room.prefix { $0 != 0 })
            }
            if !name.hasPrefix(".") { names.append(name) }
        }
        return names.sorted()
    }
}
