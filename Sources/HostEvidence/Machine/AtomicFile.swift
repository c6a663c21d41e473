package import AuditModel
import Glibc
import TreeReading

/// Writes a file whole or not at all: a temporary beside it, fsync, rename, fsync of the folder.
package enum AtomicFile {
    /// - Throws: 73 where the file cannot be made or a link, FIFO or folder stands in its place, 74 where writing fails.
    package static func write(_ bytes: [UInt8], to path: UntrustedText) throws(Failure) {
        let name = MachinePath.cString(of: path)
        var facts = stat()
        if unsafe lstat(name, &facts) == 0, facts.st_mode & S_IFMT != S_IFREG {
            throw Failure(.cannotCreate, "\(path) exists and is no regular file; it was not replaced")
        }
        let cut = path.bytes.lastIndex(of: UInt8(ascii: "/"))
        let folder = UntrustedText(
            cut.map { $0 == 0 ? [UInt8(ascii: "/")] : Array(path.bytes[..<$0]) } ?? Array(".".utf8))
        let temporary = MachinePath.cString(
            of: UntrustedText(
                folder.bytes + Array("/.debvouch.\(getpid()).\(UInt32.random(in: 0 ... .max)).tmp".utf8)))
        let descriptor = unsafe open(temporary, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0o600)
        if descriptor < 0 {
            throw Failure(.cannotCreate, "cannot create \(path): \(ours: SystemMessage.text(for: errno))")
        }
        let failure = fill(descriptor, with: bytes)
        close(descriptor)
        if let failure {
            _ = unsafe unlink(temporary)
            throw Failure(.ioError, "cannot write \(path): \(ours: SystemMessage.text(for: failure))")
        }
        if unsafe rename(temporary, name) != 0 {
            let number = errno
            _ = unsafe unlink(temporary)
            throw Failure(.cannotCreate, "cannot put \(path) in place: \(ours: SystemMessage.text(for: number))")
        }
        let handle = unsafe open(MachinePath.cString(of: folder), O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        if handle >= 0 {
            fsync(handle)
            close(handle)
        }
    }

    private static func fill(_ descriptor: Int32, with bytes: [UInt8]) -> Int32? {
        if let failure = writeAll(bytes, to: descriptor) { return failure }
        return fsync(descriptor) == 0 ? nil : errno
    }

    /// Writes every byte; the error number of the call that failed, or nil.
    static func writeAll(_ bytes: [UInt8], to descriptor: Int32) -> Int32? {
        var rest = bytes[...]
        while !rest.isEmpty {
            let count = unsafe rest.withUnsafeBytes { unsafe Glibc.write(descriptor, $0.baseAddress, $0.count) }
            if count < 0 {
                if errno == EINTR { continue }
                return errno
            }
            rest = rest.dropFirst(count)
        }
        return nil
    }
}
