package import AuditModel

/// What gpgv says of one signature on its status descriptor (GnuPG's doc/DETAILS, section "Format of the --status-fd").
///
/// The exit status is never asked: it mixes this signature with others and with the state of the machine.
package struct GpgvStatus: Hashable, Sendable {
    package private(set) var primaryKey: KeyFingerprint?
    package private(set) var signingKey: KeyFingerprint?
    package private(set) var signedAt: Timestamp?
    package private(set) var isBad = false
    package private(set) var isRevoked = false
    package private(set) var keyIsMissing = false
    package private(set) var keyIsExpired = false
    /// The earliest expiry that was named, of the key or of its primary key.
    package private(set) var expiry: Timestamp?
    package private(set) var signatureIsExpired = false

    private static let prefix = Array("[GNUPG:] ".utf8)

    package init(_ output: [UInt8]) {
        for line in ByteLines(output) where line.starts(with: Self.prefix) {
            let words = line.dropFirst(Self.prefix.count).split(whereSeparator: \.isASCIISpace)
            guard let keyword = words.first else { continue }
            read(UntrustedText(keyword), Array(words.dropFirst()))
        }
    }

    private mutating func read(_ keyword: UntrustedText, _ words: [ArraySlice<UInt8>]) {
        switch keyword {
        case "BADSIG": isBad = true
        // Any other error leaves no VALIDSIG behind, so nothing need be noted.
        case "ERRSIG": keyIsMissing = words.count > 5 && words[5].elementsEqual("9".utf8)
        case "NO_PUBKEY": keyIsMissing = true
        case "REVKEYSIG", "KEYREVOKED": isRevoked = true
        case "EXPKEYSIG": keyIsExpired = true
        case "EXPSIG": signatureIsExpired = true
        case "KEYEXPIRED":
            if let seconds = words.first.flatMap({ Decimal.value($0) }) {
                let moment = Timestamp(seconds: Int64(clamping: seconds))
                expiry = expiry.map { min($0, moment) } ?? moment
            }
        case "VALIDSIG": readValid(words)
        default: break
        }
    }

    /// `VALIDSIG fingerprint date timestamp expiry version reserved keyalgo hashalgo class primary-fingerprint`.
    private mutating func readValid(_ words: [ArraySlice<UInt8>]) {
        guard words.count >= 10, primaryKey == nil else {
            // Two VALIDSIG lines for one signature packet cannot be; neither is believed.
            isBad = true
            return
        }
        signingKey = KeyFingerprint(hex: words[0])
        primaryKey = KeyFingerprint(hex: words[9])
        signedAt = Decimal.value(words[2]).map { Timestamp(seconds: Int64(clamping: $0)) }
    }
}
