import AuditModel
import FileFormats
import Testing

/// The form of a `.list`, as dpkg 1.21.22 takes or refuses it.
struct FileListTests {
    private func problems(_ text: String) -> [ParseProblem] {
        FileList.problems(in: Array(text.utf8), file: "/var/lib/dpkg/info/a.list")
    }

    @Test(arguments: ["", "/.\n", "/.\n/usr\n/usr/a b\n/usr/\u{e9}\n/usr/x\r\n"])
    func `what dpkg reads without a word is no problem`(text: String) {
        #expect(problems(text).isEmpty)
    }

    @Test(arguments: [("/.\n/usr", nil), ("/.\n\n/usr\n", 2), ("/.\n/usr\0x\n", 2), ("usr\n", 1)] as [(String, Int?)])
    func `what dpkg refuses or never writes is said with its line`(text: String, line: Int?) {
        #expect(problems(text).map(\.line) == [line])
    }

    @Test func `a file of zeros is both, and a long one costs no more than what is kept`() {
        #expect(problems("\0\0\0\0").count == 2)
        #expect(problems(String(repeating: "\n", count: 100_000)).count == 20)
    }
}
