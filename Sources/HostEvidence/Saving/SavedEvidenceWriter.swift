import AuditModel
import Digests

/// Writes evidence in the form that `SavedEvidenceReader` reads.
///
/// The first line is `debvouch evidence FORMAT VERSION`. Each section has a line `section NAME LENGTH SHA256`, its bytes and
/// a line feed; the last line is `end`. The digest finds damage; it proves nothing of who wrote the file.
package enum SavedEvidenceWriter {
    /// Of what is written; one more whenever bytes that were written before would be read otherwise.
    ///
    /// A field that is new or gone needs none: every record names its fields.
    package static let format = 1

    /// The bytes of a file.
    ///
    /// - Throws: 70 for a value that the format does not know, 73 for more than may be read back.
    package static func bytes(
        of evidence: SavedEvidence, limits: SavedLimits = SavedLimits()
    ) throws(Failure) -> [UInt8] {
        var output = Array("debvouch evidence \(format) \(evidence.version)\n".utf8)
        for section in SavedSection.allCases {
            let value = try bytes(of: section, in: evidence)
            let digest = ContentHasher.sha256(value).hex
            output += Array("section \(section.rawValue) \(value.count) \(digest)\n".utf8)
            output += value
            output.append(0x0A)
        }
        output += Array("end\n".utf8)
        if output.count > limits.file {
            throw Failure(
                .cannotCreate,
                "the evidence takes \(output.count) bytes, more than the \(limits.file) that are read back")
        }
        return output
    }

    private static func bytes(of section: SavedSection, in evidence: SavedEvidence) throws(Failure) -> [UInt8] {
        do {
            return switch section {
            case .saving: try SavedEncoder.bytes(of: SavingFacts(saved: evidence.saved))
            case .tree: try SavedEncoder.bytes(of: evidence.tree)
            case .references: try SavedEncoder.bytes(of: evidence.references)
            case .inquiry: try SavedEncoder.bytes(of: evidence.inquiry)
            case .testimony: try SavedEncoder.bytes(of: evidence.testimony)
            }
        } catch {
            throw Failure(.internalError, "the section \(section) holds a value that cannot be saved")
        }
    }
}
