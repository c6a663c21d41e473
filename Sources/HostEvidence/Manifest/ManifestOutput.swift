package import AuditModel
import Glibc
import TreeReading

/// Writes a store beside its place and puts it there when it is whole.
package enum ManifestOutput {
    package static func write(_ archives: [[PackageArchive]], to path: String) throws(Failure) -> Int {
        var facts = stat()
        // A link that leads nowhere is something that stands there, too.
        if unsafe lstat(path, &facts) == 0 {
            throw Failure(.cannotCreate, "\(UntrustedText(path.utf8)) exists; a store is never written over")
        }
        let temporary = "\(path).\(getpid()).tmp"
        defer { _ = unsafe unlink(temporary) }
        var added = 0
        do throws(ManifestError) {
            let writer = try ManifestWriter(creating: temporary)
            for group in archives { added += try writer.add(group) }
            try writer.finish()
        } catch {
            throw Failure(error)
        }
        if unsafe rename(temporary, path) != 0 {
            throw Failure(
                .cannotCreate,
                "cannot put \(UntrustedText(path.utf8)) in place: \(ours: SystemMessage.text(for: errno))")
        }
        return added
    }
}
