import AuditModel

/// A clear-signed InRelease file taken apart: the text that the signature covers, and the signature.
///
/// The framing is RFC 4880 section 7 as narrowly as apt's SplitClearSignedFile (apt-pkg/contrib/gpgv.cc) takes it: one
/// message, nothing but blank lines around it, no armour header but `Hash:`. Two readers that frame a file differently
/// could be shown two texts; here the bytes that are verified are the bytes that are parsed.
package struct InReleaseFraming: Hashable, Sendable {
    /// Dash escapes undone, trailing white space of each line removed, lines joined by a line feed, none at the end.
    package let text: [UInt8]
    /// The packets of the armoured signature.
    package let signature: [UInt8]

    /// gpgv stops hashing a text line after 19,995 bytes (g10/textfilter.c), so longer lines could hide unsigned bytes.
    package static let longestLine = 16_000

    /// Throws with the offset of the first line that breaks a rule.
    package init(_ bytes: [UInt8]) throws(RepositoryProblem) {
        var reader = Reader(bytes)
        while let line = reader.line, line.isEmpty { reader.advance() }
        guard reader.line?.elementsEqual(Self.start) == true else {
            throw reader.problem("the file does not begin with a signed message")
        }
        reader.advance()
        try Self.skipHeaders(&reader)
        text = try Self.text(&reader)
        signature = try Self.signature(&reader)
        while let line = reader.line {
            guard line.isEmpty else { throw reader.problem("text follows the signed message") }
            reader.advance()
        }
    }

    private static let start = Array("-----BEGIN PGP SIGNED MESSAGE-----".utf8)
    private static let signatureStart = Array("-----BEGIN PGP SIGNATURE-----".utf8)
    private static let signatureEnd = Array("-----END PGP SIGNATURE-----".utf8)

    private static func skipHeaders(_ reader: inout Reader) throws(RepositoryProblem) {
        while let line = reader.line {
            defer { reader.advance() }
            if line.isEmpty { return }
            guard line.starts(with: "Hash: ".utf8) else {
                throw reader.problem("the signed message has a header other than Hash")
            }
        }
        throw reader.problem("the signed message has no text")
    }

    private static func text(_ reader: inout Reader) throws(RepositoryProblem) -> [UInt8] {
        var text: [UInt8] = []
        text.reserveCapacity(reader.remaining)
        var isFirst = true
        while var line = reader.line {
            if line.elementsEqual(signatureStart) { return text }
            guard line.count <= longestLine else { throw reader.problem("a line is too long to be signed whole") }
            guard !line.contains(0) else { throw reader.problem("the signed text holds a null byte") }
            if line.first == UInt8(ascii: "-") {
                guard line.starts(with: "- ".utf8) || line.elementsEqual("-".utf8) && reader.hasSpaceAfterDash else {
                    throw reader.problem("a line begins with a dash that is not escaped")
                }
                line = line.dropFirst(2)
            }
            if !isFirst { text.append(0x0A) }
            isFirst = false
            text += line
            reader.advance()
        }
        throw reader.problem("the signed message has no signature")
    }

    private static func signature(_ reader: inout Reader) throws(RepositoryProblem) -> [UInt8] {
        var block: [ArraySlice<UInt8>] = []
        while let line = reader.line {
            block.append(line)
            reader.advance()
            if line.elementsEqual(signatureEnd) { return try Armour.decode(block, kind: .signature) }
        }
        throw reader.problem("the signature has no end")
    }

    /// Gives one line after the other, without the white space at its end.
    private struct Reader {
        private let bytes: [UInt8]
        private var start = 0
        /// Nil at the end of the file.
        private(set) var line: ArraySlice<UInt8>?
        private var end = 0

        init(_ bytes: [UInt8]) {
            self.bytes = bytes
            read()
        }

        var remaining: Int { bytes.count - start }

        /// True for a line of one dash and white space: an escaped empty line.
        var hasSpaceAfterDash: Bool { start + 1 < end && bytes[start + 1] == 0x20 }

        mutating func advance() {
            start = end + 1
            read()
        }

        private mutating func read() {
            guard start < bytes.count else {
                line = nil
                return
            }
            end = bytes[start...].firstIndex(of: 0x0A) ?? bytes.count
            var last = end
            while last > start, [0x20, 0x09, 0x0D].contains(bytes[last - 1]) { last -= 1 }
            line = bytes[start..<last]
        }

        func problem(_ reason: ReportText) -> RepositoryProblem {
            RepositoryProblem(.framing, offset: min(start, bytes.count), reason)
        }
    }
}
