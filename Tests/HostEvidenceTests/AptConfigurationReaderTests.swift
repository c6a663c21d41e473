import AuditModel
import FileFormats
import HostEvidence
import Testing

/// Several files, put together as apt puts them together.
struct AptConfigurationReaderTests {
    private func text(_ path: HostPath, _ order: Int?, _ content: String) -> AptConfigurationText {
        AptConfigurationText(
            path: path, reading: order.map { .read(order: $0) } ?? .skippedSilently("test"), bytes: Array(content.utf8))
    }

    private func read(
        _ texts: [AptConfigurationText], _ includes: [HostPath: AptIncludeOutcome] = [:]
    ) -> AptConfiguration {
        AptConfigurationReader.read(texts) { includes[$0.path] ?? .missing }
    }

    private func values(_ configuration: AptConfiguration) -> [[UntrustedText]] {
        configuration.effective.map { [$0.key, $0.value] }
    }

    @Test func `later files override and append, and every setting has its place`() {
        let configuration = read([text("/a", 0, "A \"1\"; L:: \"x\";"), text("/b", 1, "\na \"2\"; l { \"y\"; };")])
        #expect(values(configuration) == [["A", "2"], ["L::", "x"], ["L::", "y"]])
        #expect(
            configuration.effective.map(\.position) == [
                SourcePosition(file: "/b", line: 2), SourcePosition(file: "/a", line: 1),
                SourcePosition(file: "/b", line: 2),
            ])
        #expect(configuration.disagreements.isEmpty)
    }

    @Test func `an included file is evaluated where it is included`() {
        let configuration = read(
            [text("/a", 0, "A \"1\"; #include \"/i\"; B \"3\";\n")], ["/i": .file(Array("A \"2\"; B \"2\";".utf8))])
        #expect(values(configuration) == [["A", "2"], ["B", "3"]])
        #expect(configuration.files.map(\.path) == ["/a", "/i"])
        #expect(configuration.files.last?.includedFrom == SourcePosition(file: "/a", line: 1))
        #expect(configuration.disagreements.isEmpty)
    }

    @Test func `a folder include reads its files and lists the others`() {
        let folder = AptIncludeOutcome.folder([text("/d/1", 0, "A \"1\";"), text("/d/2.bak", nil, "A \"2\";")])
        let configuration = read([text("/a", 0, "#include \"/d/\";")], ["/d": folder])
        #expect(values(configuration) == [["A", "1"]])
        #expect(configuration.files.map(\.path) == ["/a", "/d/1", "/d/2.bak"])
    }

    @Test func `an include that fails ends its file but not the next`() {
        let configuration = read([text("/a", 0, "A \"1\";\n#include \"/no\"; B \"1\";"), text("/b", 1, "C \"1\";")])
        #expect(values(configuration) == [["A", "1"], ["C", "1"]])
        #expect(configuration.files.first?.problems.map(\.line) == [2])
        #expect(configuration.files.first?.problems.map(\.kind) == [.brokenInclude])
    }

    @Test func `a refused include is told and passed over`() {
        let configuration = read([text("/a", 0, "#include \"/proc/x\"; B \"1\";")], ["/proc/x": .refused("no")])
        #expect(values(configuration) == [["B", "1"]])
        #expect(configuration.files.first?.problems.map(\.kind) == [.refusedInclude])
    }

    @Test func `an index that cannot be read hides the rest of the file`() {
        let configuration = read([text("/a", 0, "A \"1\"; #x-apt-configure-index \"/no\"; B \"1\";")])
        #expect(values(configuration) == [["A", "1"]])
    }

    @Test(arguments: [("X \"1\";", true), ("X \"1\"; oops", false), ("// empty", false), ("#include \"/no\";", false)])
    func `an index is read aside and must hold a setting`(index: String, isSound: Bool) {
        let configuration = read(
            [text("/a", 0, "#x-apt-configure-index \"/i\"; B \"1\";")], ["/i": .file(Array(index.utf8))])
        #expect(values(configuration) == (isSound ? [["B", "1"]] : []))
    }

    @Test func `files that include themselves end`() {
        let configuration = read(
            [text("/a", 0, "L:: \"x\"; #include \"/a\"; #include \"/a\";")],
            ["/a": .file(Array("L:: \"x\"; #include \"/a\"; #include \"/a\";".utf8))])
        #expect(configuration.files.count == 1)
        #expect(configuration.effective.count <= 300)
        #expect(!(configuration.files.first?.problems.isEmpty ?? true))
    }

    @Test func `skipped files are lexed and not evaluated`() {
        let configuration = read([text("/a.bak", nil, "DPkg::Post-Invoke { \"x\"; };"), text("/b", 0, "A \"1\";")])
        #expect(values(configuration) == [["A", "1"]])
        #expect(configuration.files.map(\.path) == ["/b", "/a.bak"])
        #expect(configuration.files.last?.directives.map(\.key) == ["DPkg::Post-Invoke"])
    }

    @Test func `an empty value counts as set, a scope does not`() {
        let configuration = read([text("/a", 0, "Dir { Cache { pkgcache \"\"; }; }; #clear X; Y \"1\"; #clear Y;")])
        #expect(values(configuration) == [["Dir::Cache::pkgcache", ""]])
    }

    @Test func `what libapt-pkg is not given is evaluated by our reader and said`() {
        let deep = String(repeating: "a{", count: 1000)
        let configuration = read([text("/a", 0, deep), text("/b", 1, "A \"1\";")])
        #expect(values(configuration) == [["A", "1"]])
        #expect(configuration.disagreements.count == 1)
    }

    @Test func `many configurations can be read at once`() async {
        await withTaskGroup(of: Bool.self) { group in
            for number in 0..<64 {
                group.addTask {
                    let configuration = self.read([
                        self.text("/a", 0, "A \"\(number)\"; L { \"x\"; \"y\"; };"), self.text("/b", 1, "B { oops"),
                    ])
                    return configuration.effective.first?.value == UntrustedText("\(number)".utf8)
                        && configuration.disagreements.isEmpty
                }
            }
            for await isRight in group { #expect(isRight) }
        }
    }

    @Test func `a difference from libapt-pkg is told and costs the position`() {
        let ours = AptConfSource.read(Array("A \"1\";\nB \"2\";".utf8), file: "/a")
        let theirs = AptBridge.EffectiveConfiguration(
            nodes: [.init(key: "A", value: "1"), .init(key: "C", value: "3")], failures: [nil])
        let merged = AptAgreement.merge([ours], answer: .success(theirs), about: "/a")
        #expect(merged.effective.map(\.position) == [SourcePosition(file: "/a", line: 1), nil])
        #expect(merged.disagreements.map(\.line) == [nil, 2])
    }
}
