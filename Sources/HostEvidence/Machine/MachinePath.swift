package import AuditModel
import Glibc
import TreeReading

/// Paths of the auditing machine: bytes, as the operator gave them.
package enum MachinePath {
    /// The path with the current folder before it where it is relative, as it holds in a report that is read elsewhere; links
    /// are left as they are.
    package static func absolute(_ path: UntrustedText) -> UntrustedText {
        if path.bytes.first == UInt8(ascii: "/") { return path }
        guard let folder = unsafe getcwd(nil, 0) else { return path }
        defer { unsafe free(folder) }
        let length = unsafe strlen(folder)
        let bytes = unsafe UnsafeRawBufferPointer(start: folder, count: length)
        return unsafe UntrustedText(Array(bytes) + [UInt8(ascii: "/")] + path.bytes)
    }

    /// - Throws: 66 or 77 where something that the operator named cannot be read.
    package static func requireReadable(_ paths: [UntrustedText], as what: String) throws(Failure) {
        for path in paths where unsafe access(cString(of: path), R_OK) != 0 {
            let number = errno
            throw Failure(
                Failure.status(of: number),
                "cannot read \(ours: what) \(path): \(ours: SystemMessage.text(for: number))")
        }
    }

    /// The bytes with the NUL at their end that a system call asks for.
    static func cString(of path: UntrustedText) -> [CChar] {
        path.bytes.map { CChar(bitPattern: $0) } + [0]
    }
}
