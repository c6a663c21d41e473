package import AuditModel
import FileFormats
import Glibc
import TreeReading

/// The state file of `detect`, held by one process at a time and replaced whole.
package final class DetectionStore {
    /// As it was read; that of a first run where the file is not there.
    package let state: DetectionState
    private let path: String
    /// Held open for its lock.
    private let lock: Descriptor

    /// - Throws: 73 where the lock cannot be made, or others could change the state: it decides which events still make
    ///   alerts; 75 where another process has it, 65 for a state that is damaged.
    package init(_ path: String) throws(Failure) {
        self.path = path
        let shown = UntrustedText(path.utf8)
        let parent = HostPath(MachinePath.absolute(UntrustedText(path.utf8)).bytes).parent
        try PrivateFolder.require(String(decoding: parent.bytes, as: UTF8.self), as: "the folder of the state")
        var facts = stat()
        if unsafe lstat(path, &facts) == 0 {
            guard facts.st_mode & S_IFMT == S_IFREG else {
                throw Failure(.cannotCreate, "the state \(shown) is no regular file; it was not used")
            }
            if let doubt = TrustedFile.doubt(owner: facts.st_uid, group: facts.st_gid, mode: facts.st_mode) {
                throw Failure(.cannotCreate, "the state \(shown) \(doubt); it was not used")
            }
        }
        lock = try Self.locked(path + ".lock")
        state = try Self.read(UntrustedText(path.utf8))
    }

    /// The state itself is replaced by rename, so that a lock on it would be one on the file before.
    private static func locked(_ path: String) throws(Failure) -> Descriptor {
        let shown = UntrustedText(path.utf8)
        let number = unsafe open(path, O_RDWR | O_CREAT | O_NOFOLLOW | O_CLOEXEC, 0o600)
        guard number >= 0 else {
            throw Failure(.cannotCreate, "cannot create the lock \(shown): \(ours: SystemMessage.text(for: errno))")
        }
        let descriptor = Descriptor(owning: number)
        guard flock(number, LOCK_EX | LOCK_NB) == 0 else {
            if errno == EWOULDBLOCK { throw Failure(.locked, "another process works with this state: \(shown)") }
            throw Failure(.ioError, "cannot lock \(shown): \(ours: SystemMessage.text(for: errno))")
        }
        return descriptor
    }

    private static func read(_ path: UntrustedText) throws(Failure) -> DetectionState {
        let bytes: [UInt8]
        do throws(FileReadError) {
            bytes = try SmallFile.readRegular(path, limit: DetectionStateFile.sizeLimit)
        } catch {
            if error.errno == ENOENT { return DetectionState() }
            throw Failure(Failure.status(of: error), "cannot read the state \(path): \(error.reason)")
        }
        do throws(JSONMistake) {
            return try DetectionStateFile.read(bytes)
        } catch {
            throw Failure(
                .unusableData, "the state is damaged: \(error.text(in: path)); move it away to begin anew")
        }
    }

    /// Puts a new state in the place of the old one, which stays whole until then.
    package func save(_ state: DetectionState) throws(Failure) {
        try AtomicFile.write(DetectionStateFile.bytes(of: state), to: UntrustedText(path.utf8))
    }
}
