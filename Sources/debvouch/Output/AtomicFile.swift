import AuditModel
import Glibc
import HostEvidence
import TreeReading

/// Writes a file whole or not at all: a temporary beside it, fsync, rename, fsync of the folder.
enum AtomicFile {
    /// - Throws: 73 where the file cannot be made or a link, FIFO or folder stands in its place, 74 where writing fails.
    static func write(_ bytes: [UInt8], to path: String) throws(Failure) {
        let shown = UntrustedText(path.utf8)
        var facts = stat()
        if unsafe lstat(path, &facts) == 0, facts.st_mode & S_IFMT != S_IFREG {
            throw Failure(.cannotCreate, "\(shown) exists and is no regular file; it was not replaced")
        }
        let cut = path.utf8.lastIndex(of: UInt8(ascii: "/"))
        let folder = cut.map { $0 == path.startIndex ? "/" : String(path[..<$0]) } ?? "."
        let temporary = "\(folder)/.debvouch.\(getpid()).\(UInt32.random(in: 0 ... .max)).tmp"
        let descriptor = unsafe open(temporary, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0o600)
        if descriptor < 0 {
            throw Failure(.cannotCreate, "cannot create \(shown): \(ours: SystemMessage.text(for: errno))")
        }
        let failure = fill(descriptor, with: bytes)
        close(descriptor)
        if let failure {
            _ = unsafe unlink(temporary)
            throw Failure(.ioError, "cannot write \(shown): \(ours: SystemMessage.text(for: failure))")
        }
        if unsafe rename(temporary, path) != 0 {
            let number = errno
            _ = unsafe unlink(temporary)
            throw Failure(.cannotCreate, "cannot put \(shown) in place: \(ours: SystemMessage.text(for: number))")
        }
        let handle = unsafe open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
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
