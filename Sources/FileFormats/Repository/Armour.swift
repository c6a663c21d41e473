import AuditModel

/// ASCII armour (RFC 4880 section 6.2, RFC 9580 section 6.2): binary OpenPGP data as lines of base 64.
package enum Armour {
    /// What the header line says the block holds.
    package enum Kind: String, Sendable {
        case signature = "SIGNATURE"
        case publicKey = "PUBLIC KEY BLOCK"
    }

    /// The packets of one block; `lines` begin with its header line and end with its tail line.
    ///
    /// Headers other than Version, Comment, Charset, MessageID and Hash are refused, as is a checksum that does not fit.
    /// The checksum may be absent (RFC 9580).
    package static func decode(
        _ lines: [ArraySlice<UInt8>], kind: Kind
    ) throws(RepositoryProblem) -> [UInt8] {
        guard lines.count >= 2, let first = lines.first, let last = lines.last, isHeader(first, kind),
            last.trimmingASCIISpace.elementsEqual("-----END PGP \(kind.rawValue)-----".utf8)
        else { throw problem(lines.first, "the armour has no header or no end") }
        var body: [UInt8] = []
        var checksum: [UInt8]?
        for line in try afterHeaders(lines.dropFirst().dropLast()) {
            let text = line.trimmingASCIISpace
            if text.isEmpty { continue }
            guard checksum == nil else { throw problem(line, "the armour goes on after its checksum") }
            if text.first == UInt8(ascii: "=") {
                guard let bytes = Base64.decode(text.dropFirst()), bytes.count == 3 else {
                    throw problem(line, "the armour's checksum is malformed")
                }
                checksum = bytes
            } else {
                body += text
            }
        }
        guard let bytes = Base64.decode(body[...]), !bytes.isEmpty else {
            throw problem(first, "the armour is not base 64")
        }
        if let checksum, checksum != crc24(bytes) { throw problem(first, "the armour's checksum does not fit") }
        return bytes
    }

    /// Every block of one kind in a text, in order; text between blocks is skipped, as gpg --dearmor skips it.
    package static func blocks(of kind: Kind, in bytes: [UInt8]) -> [[ArraySlice<UInt8>]] {
        var blocks: [[ArraySlice<UInt8>]] = []
        var current: [ArraySlice<UInt8>]?
        for line in ByteLines(bytes) {
            if isHeader(line, kind) { current = [] }
            current?.append(line)
            if line.trimmingASCIISpace.elementsEqual("-----END PGP \(kind.rawValue)-----".utf8), let block = current {
                blocks.append(block)
                current = nil
            }
        }
        return blocks
    }

    private static func isHeader(_ line: ArraySlice<UInt8>, _ kind: Kind) -> Bool {
        line.trimmingASCIISpace.elementsEqual("-----BEGIN PGP \(kind.rawValue)-----".utf8)
    }

    private static let headers: Set<UntrustedText> = ["version", "comment", "charset", "messageid", "hash"]

    private static func afterHeaders(
        _ lines: ArraySlice<ArraySlice<UInt8>>
    ) throws(RepositoryProblem) -> ArraySlice<ArraySlice<UInt8>> {
        var rest = lines
        while let line = rest.first {
            rest = rest.dropFirst()
            let text = line.trimmingASCIISpace
            if text.isEmpty { return rest }
            guard let colon = text.firstIndex(of: UInt8(ascii: ":")),
                headers.contains(UntrustedText(text[..<colon]).asciiLowercased)
            else { throw problem(line, "the armour has an unknown header") }
        }
        throw problem(lines.first, "the armour has no blank line after its headers")
    }

    private static func problem(_ line: ArraySlice<UInt8>?, _ reason: ReportText) -> RepositoryProblem {
        RepositoryProblem(.framing, offset: line?.startIndex, reason)
    }

    /// CRC-24 of RFC 4880 section 6.1, big-endian.
    static func crc24(_ bytes: [UInt8]) -> [UInt8] {
        var crc: UInt32 = 0xB7_04CE
        for byte in bytes {
            crc ^= UInt32(byte) << 16
            for _ in 0..<8 {
                crc <<= 1
                if crc & 0x100_0000 != 0 { crc ^= 0x186_4CFB }
            }
        }
        return [UInt8(crc >> 16 & 0xFF), UInt8(crc >> 8 & 0xFF), UInt8(crc & 0xFF)]
    }
}

/// Base 64 with padding (RFC 4648 section 4), strict.
package enum Base64 {
    /// Nil for a foreign byte, a wrong length, or padding anywhere but at the end.
    package static func decode(_ text: ArraySlice<UInt8>) -> [UInt8]? {
        guard text.count.isMultiple(of: 4) else { return nil }
        let padding = text.suffix(2).count { $0 == UInt8(ascii: "=") }
        var bytes: [UInt8] = []
        bytes.reserveCapacity(text.count / 4 * 3)
        var group: UInt32 = 0
        var held = 0
        for byte in text.dropLast(padding) {
            guard let value = value(of: byte) else { return nil }
            group = group << 6 | UInt32(value)
            held += 1
            if held == 4 {
                bytes += [UInt8(group >> 16 & 0xFF), UInt8(group >> 8 & 0xFF), UInt8(group & 0xFF)]
                held = 0
                group = 0
            }
        }
        switch (held, padding) {
        case (0, 0): break
        case (3, 1): bytes += [UInt8(group >> 10 & 0xFF), UInt8(group >> 2 & 0xFF)]
        case (2, 2): bytes.append(UInt8(group >> 4 & 0xFF))
        default: return nil
        }
        return bytes
    }

    private static func value(of byte: UInt8) -> UInt8? {
        switch byte {
        case UInt8(ascii: "A")...UInt8(ascii: "Z"): byte - UInt8(ascii: "A")
        case UInt8(ascii: "a")...UInt8(ascii: "z"): byte - UInt8(ascii: "a") + 26
        case UInt8(ascii: "0")...UInt8(ascii: "9"): byte - UInt8(ascii: "0") + 52
        case UInt8(ascii: "+"): 62
        case UInt8(ascii: "/"): 63
        default: nil
        }
    }
}
