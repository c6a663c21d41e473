import AuditModel
import Testing

/// Versions as dpkg reads them, tried with dpkg 1.21.22.
struct DebianVersionTests {
    @Test(arguments: [
        ("1.0-1", "1.0-1"), ("0:1.0-1", "1.0-1"), ("00:1.0", "1.0"), ("+0:1.0", "1.0"), ("-0:1.0", "1.0"),
        ("1:1.0", "1:1.0"), ("01:1.0", "1:1.0"), ("1.0\0+x", "1.0"), ("0:1:2", "1:2"), ("", ""),
    ])
    func `an epoch of 0 is none, and a NUL byte ends the text`(written: String, read: String) {
        #expect(DebianVersion.canonical(UntrustedText(written.utf8)) == read)
    }

    @Test(arguments: ["a:1.0", ":1.0", "-1:1.0", "0x0:1.0"])
    func `what dpkg refuses stays as it is`(written: String) {
        #expect(DebianVersion.canonical(UntrustedText(written.utf8)) == written)
    }
}
