import AuditModel

/// One packet of an OpenPGP message (RFC 4880 section 4.2, RFC 9580 section 4.2).
package struct OpenPGPPacket: Hashable, Sendable {
    package let tag: UInt8
    /// Header and body as they stood in the input.
    package let bytes: ArraySlice<UInt8>
    package let body: ArraySlice<UInt8>

    package static let signature: UInt8 = 2
    package static let publicKey: UInt8 = 6
    package static let publicSubkey: UInt8 = 14
    private static let marker: UInt8 = 10

    /// The most packets that one input may hold.
    private static let limit = 20_000

    /// The packets of a binary input, in order; partial and indeterminate lengths, which keys and signatures never
    /// have, are refused, and so is whatever does not end with its packet.
    package static func all(in input: [UInt8]) throws(RepositoryProblem) -> [OpenPGPPacket] {
        var packets: [OpenPGPPacket] = []
        var position = 0
        while position < input.count {
            guard packets.count < limit, let header = Header(input, at: position),
                header.bodyLength <= input.count - header.bodyStart
            else { throw RepositoryProblem(.framing, offset: position, "not a well-formed OpenPGP packet") }
            let end = header.bodyStart + header.bodyLength
            if header.tag != marker {
                packets.append(
                    OpenPGPPacket(
                        tag: header.tag, bytes: input[position..<end], body: input[header.bodyStart..<end]))
            }
            position = end
        }
        return packets
    }

    /// Tag and lengths of one packet header.
    private struct Header {
        let tag: UInt8
        let bodyStart: Int
        let bodyLength: Int

        init?(_ input: [UInt8], at position: Int) {
            let first = input[position]
            guard first & 0x80 != 0, position + 1 < input.count else { return nil }
            if first & 0x40 != 0 {
                tag = first & 0x3F
                let octet = Int(input[position + 1])
                if octet < 192 {
                    (bodyStart, bodyLength) = (position + 2, octet)
                } else if octet < 224 {
                    guard position + 2 < input.count else { return nil }
                    (bodyStart, bodyLength) = (position + 3, (octet - 192) << 8 + Int(input[position + 2]) + 192)
                } else {
                    guard octet == 255, let length = input.number(at: position + 2, count: 4) else { return nil }
                    (bodyStart, bodyLength) = (position + 6, length)
                }
            } else {
                tag = first >> 2 & 0x0F
                guard first & 3 != 3 else { return nil }
                let count = 1 << Int(first & 3)
                guard let length = input.number(at: position + 1, count: count) else { return nil }
                (bodyStart, bodyLength) = (position + 1 + count, length)
            }
            guard tag != 0, bodyStart <= input.count else { return nil }
        }
    }
}

/// What a signature packet says of itself, before anybody has verified it (RFC 4880 section 5.2, RFC 9580 section 5.2).
package struct SignatureClaim: Hashable, Sendable {
    /// The packet, header included.
    package let packet: [UInt8]
    /// 0 for a binary document, 1 for canonical text.
    package let kind: UInt8
    package let keyAlgorithm: UInt8
    package let digestAlgorithm: UInt8
    /// The last eight bytes of the version 4 fingerprint, the first eight of a version 6 one; empty where not named.
    package private(set) var issuer: [UInt8] = []

    /// Nil for another packet, a version other than 4 and 6, or a damaged one.
    package init?(_ packet: OpenPGPPacket) {
        let body = Array(packet.body)
        guard packet.tag == OpenPGPPacket.signature, body.count >= 6, body[0] == 4 || body[0] == 6 else { return nil }
        self.packet = Array(packet.bytes)
        kind = body[1]
        keyAlgorithm = body[2]
        digestAlgorithm = body[3]
        let width = body[0] == 4 ? 2 : 4
        var position = 4
        for _ in 0..<2 {
            guard let length = body.number(at: position, count: width), length <= body.count - position - width else {
                return nil
            }
            position += width
            readSubpackets(body[position..<(position + length)])
            position += length
        }
    }

    private mutating func readSubpackets(_ area: ArraySlice<UInt8>) {
        let bytes = Array(area)
        var position = 0
        while position < bytes.count {
            var length = Int(bytes[position])
            var width = 1
            if length == 255 {
                guard let long = bytes.number(at: position + 1, count: 4) else { return }
                (length, width) = (long, 5)
            } else if length >= 192 {
                guard position + 1 < bytes.count else { return }
                (length, width) = ((length - 192) << 8 + Int(bytes[position + 1]) + 192, 2)
            }
            position += width
            guard length >= 1, length <= bytes.count - position else { return }
            read(kind: bytes[position] & 0x7F, content: bytes[(position + 1)..<(position + length)])
            position += length
        }
    }

    /// Issuer Key ID is subpacket 16, Issuer Fingerprint 33.
    private mutating func read(kind: UInt8, content: ArraySlice<UInt8>) {
        if kind == 16, content.count == 8, issuer.isEmpty { issuer = Array(content) }
        if kind == 33, let version = content.first {
            let fingerprint = content.dropFirst()
            if version == 4, fingerprint.count == 20 { issuer = Array(fingerprint.suffix(8)) }
            if version == 6, fingerprint.count == 32 { issuer = Array(fingerprint.prefix(8)) }
        }
    }

    /// MD5, SHA-1 and RIPEMD-160 are refused as apt refuses them (apt methods/gpgv.cc); so is whatever has no name there.
    package var digestIsTrusted: Bool { [8, 9, 10, 11, 12, 14].contains(digestAlgorithm) }
}

/// One public key packet: what its fingerprint is made of, and how strong it is.
package struct PublicKeyPacket: Hashable, Sendable {
    /// The bytes whose SHA-1 (version 4) or SHA-256 (version 6) is the fingerprint.
    package let fingerprintInput: [UInt8]
    package let version: UInt8
    package let algorithm: UInt8
    /// Bits of an RSA modulus; nil for other algorithms.
    package let modulusBits: Int?

    /// Nil for another packet, another version, or a damaged one.
    package init?(_ packet: OpenPGPPacket) {
        let body = packet.body
        guard packet.tag == OpenPGPPacket.publicKey || packet.tag == OpenPGPPacket.publicSubkey, body.count >= 8,
            let version = body.first, version == 4 || version == 6
        else { return nil }
        let bytes = Array(body)
        self.version = version
        algorithm = bytes[5]
        let length = UInt32(bytes.count)
        fingerprintInput =
            version == 4
            ? [0x99, UInt8(length >> 8 & 0xFF), UInt8(length & 0xFF)] + bytes
            : [0x9B, UInt8(length >> 24), UInt8(length >> 16 & 0xFF), UInt8(length >> 8 & 0xFF), UInt8(length & 0xFF)]
                + bytes
        let isRSA = (1...3).contains(algorithm)
        modulusBits = isRSA ? bytes.number(at: version == 4 ? 6 : 10, count: 2) : nil
        if version == 4, bytes.count > 0xFFFF { return nil }
    }

    /// RSA of 2048 bits and more and the elliptic curves, as apt's defaults have it; DSA and ElGamal are refused.
    package var isStrong: Bool {
        if let modulusBits { return modulusBits >= 2048 }
        return [19, 22, 25, 26, 27, 28].contains(algorithm)
    }
}

extension Array where Element == UInt8 {
    /// A big-endian number; nil where it reaches past the end.
    func number(at position: Int, count: Int) -> Int? {
        guard position >= 0, count <= self.count - position else { return nil }
        return self[position..<(position + count)].reduce(0) { $0 << 8 | Int($1) }
    }
}

extension Array where Element == OpenPGPPacket {
    /// The packets as certificates: each begins with a primary key; packets before the first are dropped.
    package var certificates: [[OpenPGPPacket]] {
        var certificates: [[OpenPGPPacket]] = []
        for packet in self {
            if packet.tag == OpenPGPPacket.publicKey {
                certificates.append([packet])
            } else if !certificates.isEmpty {
                certificates[certificates.count - 1].append(packet)
            }
        }
        return certificates
    }
}
