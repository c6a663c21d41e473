import AuditModel
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

    @Test(
        .timeLimit(.minutes(1)), arguments: ["a;", "key \"value\";", "\"//\" ", "Long::Key::Of::Many::Parts \"1\";\n"])
    func `four megabytes of one token`(token: String) {
        let count = AptConfLimits.fileBytes / token.utf8.count
        let bytes = Array(repeatElement(Array(token.utf8), count: count).joined())
        let text = AptConfigurationText(path: "/a", reading: .read(order: 0), bytes: bytes)
        let configuration = AptConfigurationReader.read([text]) { _ in .missing }
        #expect(configuration.disagreements.count == 1)
    }
}
