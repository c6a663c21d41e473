import AuditModel
import AuditTestSupport
import FileFormats
import HostEvidence
import Testing

/// Texts that are made to exhaust libapt-pkg: refused or read, always in bounded time and without a crash.
struct AptHostileTextTests {
    @Test(
        .timeLimit(.minutes(1)),
        arguments: [
            "a{", "}", "\"\"{", "a;", "\"//\"", "\"/*\"", "\"#\"", "[", "\"", "%", "\t", "\0", "/*", "#clear a;", "::",
            "a::", "a\n", "a { b \"1\"; };\n", "#include \"/x\";\n", "a:: \"1\";\n",
        ])
    func `one token without end`(token: String) {
        let bytes = Array(repeatElement(Array(token.utf8), count: 20_000).joined())
        let text = AptConfigurationText(path: "/a", reading: .read(order: 0), bytes: bytes)
        let configuration = AptConfigurationReader.read([text]) { _ in .file([]) }
        #expect(configuration.files.count <= 2)
        #expect(configuration.disagreements.count <= 1)
    }

    @Test(.takesLong, .timeLimit(.minutes(1))) func `four megabytes of statements`() {
        let bytes = Array(repeatElement(Array("a;".utf8), count: 2 << 20).joined())
        let text = AptConfigurationText(path: "/a", reading: .read(order: 0), bytes: bytes)
        let configuration = AptConfigurationReader.read([text]) { _ in .missing }
        #expect(configuration.disagreements.count == 1)
    }
}
