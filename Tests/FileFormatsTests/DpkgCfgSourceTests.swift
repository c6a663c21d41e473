import AuditModel
import FileFormats
import Testing

/// What one dpkg configuration file says; each case was tried with dpkg 1.21.
struct DpkgCfgSourceTests {
    private func read(_ text: String) -> DpkgCfgSource {
        DpkgCfgSource.read(Array(text.utf8), file: "/etc/dpkg/dpkg.cfg")
    }

    @Test(arguments: [
        "log=/x", "log /x", "log\t/x  ", "log = /x", "log ==/x".replacing("==", with: "="), "log \"/x\"", "log='/x'",
        "log:/x",
    ])
    func `an option and its value are told apart`(line: String) {
        #expect(read(line + "\n").directives.map { [$0.option, $0.value] } == [["log", "/x"]])
        #expect(read(line).problems.isEmpty)
    }

    @Test func `the byte behind the name is dropped whatever it is`() {
        #expect(read("log/dev/null\n").directives.first?.value == "dev/null")
        #expect(read("log \"\n").directives.first?.value == "")
    }

    @Test func `only the first column makes a comment`() {
        let source = read("# x\n\n  \nno-debsig # c\nforce-all\n")
        #expect(source.directives.map(\.option) == ["no-debsig", "force-all"])
        #expect(source.directives.map(\.value) == ["# c", nil])
        #expect(source.directives.map(\.position.line) == [4, 5])
    }

    @Test(
        arguments: [
            (" log=/x", .noOption), ("--log=/x", .dashedOption), ("log '/x", .unmatchedQuotes),
            ("log \"/x'", .unmatchedQuotes), ("=x", .noOption),
        ] as [(String, ParseProblem.Kind)])
    func `a line that stops dpkg is a problem`(line: String, kind: ParseProblem.Kind) {
        #expect(read(line).directives.isEmpty)
        #expect(read(line).problems.map(\.kind) == [kind])
    }

    @Test func `the tail of a long comment is an option`() {
        let source = read("#" + String(repeating: "x", count: 1022) + "log /a\n")
        #expect(source.directives.map(\.option) == ["log"])
        #expect(source.problems.map(\.kind) == [.splitLine])
    }

    @Test func `a NUL hides the rest of a line`() {
        let source = read("log /a\u{0}b\n")
        #expect(source.directives.first?.value == "/a")
        #expect(source.problems.map(\.kind) == [.nulByte])
    }

    @Test(arguments: [("a-B_9", true), ("a.cfg", false), (".a", false), ("a~", false), ("é", false)])
    func `names with anything but letters, digits, dash and underscore are passed over`(name: String, isRead: Bool) {
        #expect((DpkgCfgFileName.silentSkip(UntrustedText(name.utf8)) == nil) == isRead)
    }

    @Test func `a file of very many options is cut and says so, one of very many mistakes is read on`() {
        let many = Array(repeatElement(Array("a\n".utf8), count: DpkgCfgSource.optionLimit + 9).joined())
        let cut = DpkgCfgSource.read(many, file: "/etc/dpkg/dpkg.cfg")
        #expect(cut.problems.map(\.kind) == [.tooManyEntries])
        let mistakes = Array(repeatElement(Array("-\n".utf8), count: 30_000).joined()) + Array("post-invoke=x\n".utf8)
        let read = DpkgCfgSource.read(mistakes, file: "/etc/dpkg/dpkg.cfg")
        #expect(read.directives.map(\.option) == ["post-invoke"])
        #expect(read.problems.count == 201)
        #expect(read.problems.last?.kind == .tooManyProblems)
    }
}
