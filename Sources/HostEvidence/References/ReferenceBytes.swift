package import AuditModel
package import FileFormats
import Glibc
package import TreeReading

/// Reads one file of a tree, and the member of an archive that it is compared with, for showing their difference.
package enum ReferenceBytes {
    /// The bytes that the reference says a file should have.
    package static func read(_ reference: ReferenceTrail, in tree: HostTree) -> Result<[UInt8], ArchiveProblem> {
        do throws(ArchiveProblem) {
            let descriptor = try open(reference, in: tree)
            let archive = DebArchive(
                descriptor: descriptor.number, origin: reference.origin, location: reference.location)
            guard let bytes = try member(of: archive, reference) else {
                throw ArchiveProblem(reason: "\(reference.location) holds no \(reference.member)", isMalformed: false)
            }
            return .success(bytes)
        } catch {
            return .failure(error)
        }
    }

    /// The bytes that stand at a path of the tree; a link is not followed.
    package static func installed(_ path: HostPath, in tree: HostTree) -> Result<[UInt8], HostAccessError> {
        do throws(HostAccessError) {
            return .success(try tree.read(path, cap: Limits().database).bytes)
        } catch {
            return .failure(error)
        }
    }

    private static func member(
        of archive: DebArchive, _ reference: ReferenceTrail
    ) throws(ArchiveProblem) -> [UInt8]? {
        let name = reference.member.bytes
        if name.starts(with: "control.tar/".utf8) {
            return try archive.memberBytes(
                named: UntrustedText(name.dropFirst(12)), expecting: reference.archiveSHA256)
        }
        return try archive.payloadBytes(at: HostPath(name.dropFirst(8)), expecting: reference.archiveSHA256)
    }

    private static func open(_ reference: ReferenceTrail, in tree: HostTree) throws(ArchiveProblem) -> Descriptor {
        switch reference.origin {
        case .supplied, .suppliedFromTree:
            let path = reference.location.bytes.map { CChar(bitPattern: $0) } + [0]
            let number = unsafe Glibc.open(path, O_RDONLY | O_NONBLOCK | O_NOCTTY | O_CLOEXEC)
            if number < 0 {
                throw ArchiveProblem(reason: "\(ours: SystemMessage.text(for: errno))", isMalformed: false)
            }
            return Descriptor(owning: number)
        case .manifest:
            throw ArchiveProblem(
                reason: "a known-good store holds digests and no bytes; give the archive by --archives",
                isMalformed: false)
        case .auditedRootCache:
            do throws(HostAccessError) {
                return try tree.openRegular(HostPath(reference.location.bytes))
            } catch {
                throw ArchiveProblem(reason: error.reason, isMalformed: false)
            }
        }
    }
}
