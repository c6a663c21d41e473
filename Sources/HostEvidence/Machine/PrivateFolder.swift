package import AuditModel
import Glibc
import TreeReading

/// A folder whose files nobody but root and the caller can put there, replace or lock.
package enum PrivateFolder {
    /// - Throws: 73 where the path is no folder, or others could change what is in it.
    package static func require(_ path: String, as role: ReportText) throws(Failure) {
        let shown = UntrustedText(path.utf8)
        var facts = stat()
        guard unsafe stat(path, &facts) == 0 else {
            throw Failure(.cannotCreate, "cannot use \(role) \(shown): \(ours: SystemMessage.text(for: errno))")
        }
        guard facts.st_mode & S_IFMT == S_IFDIR else {
            throw Failure(.cannotCreate, "\(role) \(shown) is no folder")
        }
        if let doubt = TrustedFile.doubt(owner: facts.st_uid, group: facts.st_gid, mode: facts.st_mode) {
            throw Failure(.cannotCreate, "\(role) \(shown) \(doubt); it was not used")
        }
    }
}
