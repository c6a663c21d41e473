package import AuditModel
import Glibc

/// Why a file of the machine that runs this program could not be read.
package struct FileReadError: Error, Hashable, Sendable {
    package let errno: Int32
    package var reason: ReportText { "\(ours: SystemMessage.text(for: errno))" }
}

/// Reads files and folders that the operator names, never one of the audited tree.
package enum SmallFile {
    /// The file's bytes; of a file with more than `limit` bytes, one byte more than that.
    package static func read(_ path: UntrustedText, limit: Int) throws(FileReadError) -> [UInt8] {
        if path.isEmpty || path.bytes.contains(0) { throw FileReadError(errno: ENOENT) }
        let name = path.bytes.map { CChar(bitPattern: $0) } + [0]
        let number = unsafe Glibc.open(name, O_RDONLY | O_CLOEXEC | O_NOCTTY)
        guard number >= 0 else { throw FileReadError(errno: Glibc.errno) }
        let descriptor = Descriptor(owning: number)
        var bytes: [UInt8] = []
        var room = [UInt8](repeating: 0, count: 64 << 10)
        while bytes.count <= limit {
            let count = unsafe Glibc.read(descriptor.number, &room, room.count)
            if count == 0 { break }
            if count < 0 {
                if Glibc.errno == EINTR { continue }
                throw FileReadError(errno: Glibc.errno)
            }
            bytes.append(contentsOf: room.prefix(count))
        }
        return Array(bytes.prefix(limit + 1))
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
