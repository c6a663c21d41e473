package import AuditModel

/// Saved evidence as a file of the machine that runs this program.
package enum EvidenceFile {
    /// Reads a file; whoever can write to it is believed as the owner of a tree is, so nothing is asked of its owner.
    ///
    /// - Throws: 66 or 77 where it cannot be read, 65 where it is no saved evidence.
    package static func read(_ path: UntrustedText) throws(Failure) -> SavedEvidence {
        let limits = SavedLimits()
        let bytes: [UInt8]
        do throws(FileReadError) {
            bytes = try SmallFile.readRegular(path, limit: limits.file)
        } catch {
            throw Failure(Failure.status(of: error.errno), "cannot read the evidence \(path): \(error.reason)")
        }
        do throws(SavedEvidenceError) {
            return try SavedEvidenceReader.read(bytes, limits: limits)
        } catch {
            throw Failure(.unusableData, "\(path) is no evidence that can be judged: \(error.text)")
        }
    }

    /// Writes a file that its owner alone may read, whole or not at all.
    ///
    /// - Throws: 73 or 74 where it cannot be written.
    package static func write(_ evidence: SavedEvidence, to path: UntrustedText) throws(Failure) {
        try AtomicFile.write(try SavedEvidenceWriter.bytes(of: evidence), to: path)
    }
}
