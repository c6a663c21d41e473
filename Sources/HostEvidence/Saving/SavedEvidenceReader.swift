package import AuditModel
import Digests

/// Reads a file of saved evidence, which may hold anything that whoever had it in hand wanted to say.
package struct SavedEvidenceReader {
    private let bytes: [UInt8]
    private let limits: SavedLimits
    private var position = 0

    /// Everything that the file says.
    ///
    /// - Parameter bytes: the whole file.
    package static func read(
        _ bytes: [UInt8], limits: SavedLimits = SavedLimits()
    ) throws(SavedEvidenceError) -> SavedEvidence {
        var reader = SavedEvidenceReader(bytes, limits)
        return try reader.readAll()
    }

    private init(_ bytes: [UInt8], _ limits: SavedLimits) {
        self.bytes = bytes
        self.limits = limits
    }

    private mutating func readAll() throws(SavedEvidenceError) -> SavedEvidence {
        if bytes.count > limits.file {
            throw problem(.tooLarge, "it holds more than \(limits.file) bytes")
        }
        let version = try readHeader()
        let saving = try readSection(.saving, SavingFacts.self)
        let start = position
        let tree = try readSection(.tree, TreeFacts.self)
        if let doubt = SavedPlausibility.doubt(about: tree) {
            throw problem(.implausible, in: "tree", at: start, doubt)
        }
        var evidence = Evidence(tree: tree, references: try readSection(.references, References.self))
        let inquiry = try readSection(.inquiry, Inquiry.self)
        let last = position
        let testimony = try readSection(.testimony, Testimony.self)
        if let doubt = SavedPlausibility.doubt(about: testimony) {
            throw problem(.implausible, in: "testimony", at: last, doubt)
        }
        try readEnd()
        // No look-up table is taken from a file, and nothing trusts it for being in order.
        evidence.tree.ledger.index()
        let diversions = evidence.tree.ledger.diversions
        evidence.tree.ledger.diversions = diversions
        evidence.tree.artifacts.sort { $0.path < $1.path }
        return SavedEvidence(
            version: version, saved: saving.saved, evidence: evidence, inquiry: inquiry, testimony: testimony)
    }

    private func problem(
        _ kind: SavedEvidenceError.Kind, in section: String? = nil, at offset: Int? = nil, _ reason: ReportText
    ) -> SavedEvidenceError {
        SavedEvidenceError(kind: kind, section: section, offset: offset ?? position, reason: reason)
    }

    private mutating func readHeader() throws(SavedEvidenceError) -> String {
        let words = readLine()?.split(separator: " ", omittingEmptySubsequences: false) ?? []
        guard words.count == 4, words[0] == "debvouch", words[1] == "evidence", !words[3].isEmpty else {
            throw problem(.notEvidence, at: 0, "its first line is not that of saved evidence")
        }
        guard words[2] == String(SavedEvidenceWriter.format) else {
            throw problem(
                .otherFormat, at: 0,
                "it has format \(UntrustedText(words[2].utf8)), and this program reads format \(SavedEvidenceWriter.format)"
            )
        }
        return String(words[3])
    }

    private mutating func readSection<Value: Decodable>(
        _ section: SavedSection, _ type: Value.Type
    ) throws(SavedEvidenceError) -> Value {
        let name = section.rawValue
        let start = position
        let words = readLine()?.split(separator: " ", omittingEmptySubsequences: false) ?? []
        guard !words.isEmpty else { throw problem(.cut, in: name, at: start, "it ends before this section") }
        guard words.count == 4, words[0] == "section", words[1] == name else {
            throw problem(.sectionOrder, in: name, at: start, "another line stands where this section begins")
        }
        guard let length = Int(decimal: words[2].utf8) else {
            throw problem(.sectionOrder, in: name, at: start, "its length is no number")
        }
        guard length < bytes.count - position else {
            throw problem(
                .cut, in: name, at: start,
                "it holds \(length) bytes, and \(bytes.count - position) are left in the file")
        }
        let value = bytes[position..<(position + length)]
        guard bytes[position + length] == 0x0A, words[3] == ContentHasher.sha256(Array(value)).hex else {
            throw problem(.damaged, in: name, "its bytes are not those that were saved")
        }
        position += length + 1
        return try SavedDecoder.value(type, in: value, section: name, limits: limits)
    }

    private mutating func readEnd() throws(SavedEvidenceError) {
        let start = position
        guard let line = readLine() else { throw problem(.cut, at: start, "it ends before its last line") }
        guard line == "end" else { throw problem(.sectionOrder, at: start, "another line stands where it ends") }
        guard position == bytes.count else { throw problem(.surplus, "bytes behind its last line") }
    }

    /// A line of plain text without its line feed; nil where there is none.
    private mutating func readLine() -> String? {
        let rest = bytes[position...].prefix(limits.line)
        guard let end = rest.firstIndex(of: 0x0A) else { return nil }
        let line = bytes[position..<end]
        guard line.allSatisfy({ (0x20...0x7E).contains($0) }) else { return nil }
        position = end + 1
        return String(decoding: line, as: UTF8.self)
    }
}

extension SavedEvidenceError {
    /// The end of a sentence that begins with the file's name.
    package var text: ReportText {
        let place: ReportText = section.map { " in section \(ours: $0)" } ?? ""
        return "\(reason)\(place), at byte \(offset)"
    }
}
