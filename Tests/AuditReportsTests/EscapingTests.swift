import AuditModel
import AuditReports
import Testing

/// Bytes from a hostile tree on their way to a terminal.
struct EscapingTests {
    @Test(arguments: [
        ("plain /etc/x", "plain /etc/x"), ("é ü 漢", "é ü 漢"), ("a\nb", "a\\x0Ab"), ("\u{1B}[2J", "\\x1B[2J"),
        ("\u{7F}", "\\x7F"), ("\u{202E}gnp", "\\u{202E}gnp"), ("a\u{200B}b", "a\\u{200B}b"), ("\u{9B}1m", "\\u{9B}1m"),
        ("\u{2028}", "\\u{2028}"), ("\u{A0}", "\\u{A0}"), ("\u{E000}", "\\u{E000}"), ("\u{FEFF}", "\\u{FEFF}"),
        ("C:\\dir", "C:\\dir"), ("\\x1B", "\\\\x1B"), ("\\u{9B}", "\\\\u{9B}"), ("\\\\", "\\\\\\"),
    ])
    func `text is shown so that it cannot be taken for anything else`(text: String, shown: String) {
        #expect(Escaping.printable(UntrustedText(text.utf8)) == shown)
    }

    @Test func `bytes that are no UTF-8 are shown one by one`() {
        #expect(Escaping.printable(UntrustedText([0xFF, 0x41, 0xC3])) == "\\xFFA\\xC3")
        // An overlong slash and a surrogate.
        #expect(Escaping.printable(UntrustedText([0xC0, 0xAF])) == "\\xC0\\xAF")
        #expect(Escaping.printable(UntrustedText([0xED, 0xA0, 0x80])) == "\\xED\\xA0\\x80")
    }

    @Test func `whatever the bytes, nothing but printable characters comes out, and different bytes look different`() {
        var generator = SystemRandomNumberGenerator()
        let pieces: [[UInt8]] =
            (0...255).map { [UInt8($0)] }
            + ["\u{202E}", "\u{200D}", "\\", "\\x", "\\u{9B}", "é"].map { Array($0.utf8) }
        var shown: [String: [UInt8]] = [:]
        for _ in 0..<20_000 {
            let bytes = (0..<4).flatMap { _ in pieces.randomElement(using: &generator) ?? [] }
            let text = Escaping.printable(UntrustedText(bytes))
            let isSafe = text.unicodeScalars.allSatisfy { scalar in
                switch scalar.properties.generalCategory {
                case .control, .format, .lineSeparator, .paragraphSeparator, .privateUse, .unassigned: false
                default: true
                }
            }
            #expect(isSafe, "\(bytes)")
            #expect(Escaping.isPlain(UntrustedText(bytes)) == (Array(text.utf8) == bytes), "\(bytes)")
            #expect(
                shown.updateValue(bytes, forKey: text) ?? bytes == bytes, "\(bytes) looks like \(shown[text] ?? [])")
        }
    }
}
