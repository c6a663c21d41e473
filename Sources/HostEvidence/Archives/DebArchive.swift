package import AuditModel
import Digests
package import FileFormats

/// One package archive, read from a descriptor that stays the caller's: any position, opened for reading.
package struct DebArchive: Sendable {
    private let descriptor: Int32
    private let origin: ArchiveOrigin
    private let location: UntrustedText
    private let limits: ArchiveLimits

    package init(
        descriptor: Int32, origin: ArchiveOrigin, location: UntrustedText, limits: ArchiveLimits = .standard
    ) {
        self.descriptor = descriptor
        self.origin = origin
        self.location = location
        self.limits = limits
    }

    /// Framing, control.tar and the digest of the whole file; the payload is not opened.
    package func read() throws(ArchiveProblem) -> PackageArchive {
        let head = try ArchiveHead(descriptor: descriptor, limits: limits)
        let digest = try head.wholeDigest(ScratchBuffer())
        return head.archive(origin: origin, location: location, sha256: digest)
    }

    /// Every entry of data.tar, sorted by path, with MD5 and SHA-256 of each regular file.
    ///
    /// Throws where the file is not the one of digest `expected`, so the result belongs to the archive read before.
    package func readPayload(expecting expected: SHA256Digest?) throws(ArchiveProblem) -> [PayloadEntry] {
        let head = try ArchiveHead(descriptor: descriptor, limits: limits)
        return unsafe try head.readPayload(expecting: expected, limits: limits).entries
    }

    /// The bytes of one control member; nil where there is none of that name.
    package func memberBytes(
        named name: UntrustedText, expecting expected: SHA256Digest?
    ) throws(ArchiveProblem) -> [UInt8]? {
        var bytes: [UInt8]?
        let head = try ArchiveHead(descriptor: descriptor, limits: limits, wanted: name) { bytes = $0 }
        let digest = try head.wholeDigest(ScratchBuffer())
        guard expected == nil || digest == expected else { throw ArchiveFile.changed }
        return bytes
    }

    /// The bytes of one regular file of data.tar, through hard links; nil where there is none at that path.
    ///
    /// Reads the whole archive, so that the bytes are known to belong to digest `expected`.
    package func payloadBytes(
        at path: HostPath, expecting expected: SHA256Digest?
    ) throws(ArchiveProblem) -> [UInt8]? {
        let head = try ArchiveHead(descriptor: descriptor, limits: limits)
        var shown: [UInt8] = []
        let room = Int(limits.shownFileBytes)
        let payload = unsafe try head.readPayload(
            expecting: expected, limits: limits, digests: .sha256, showing: path
        ) { piece in
            if shown.count <= room { unsafe shown.append(contentsOf: piece) }
        }
        if let original = payload.originals[path] { return try payloadBytes(at: original, expecting: expected) }
        guard payload.entries.contains(where: { $0.path == path && $0.kind == .regular }) else { return nil }
        guard shown.count <= room else {
            throw ArchiveProblem(reason: "\(path) is over the limit of \(room) bytes", isMalformed: false)
        }
        return shown
    }
}
