import AuditModel
import AuditTestSupport
import FileFormats
import Testing

@Suite struct `The control file of an archive` {
    @Test func `Names the package, its version and its architecture`() throws {
        let file = try ControlFile(Array(DebBuilder.controlText.utf8))
        #expect(file.identity.key == PackageKey(name: "liar", architecture: "all"))
        #expect(file.identity.version == "1:2.0-3")
        #expect(file.multiArch == nil)
    }

    @Test func `Field names are compared without case and values lose their spaces`() throws {
        let file = try ControlFile(
            Array("PACKAGE:\ta \nversion:1~b+c\nArchitecture: kfreebsd-amd64\nMulti-arch: same\n".utf8))
        #expect(file.identity.key == PackageKey(name: "a", architecture: "kfreebsd-amd64"))
        #expect(file.multiArch == "same")
    }

    @Test(arguments: [
        "", "\n\n", "Package: a\nVersion: 1\n", "Package: a\nPackage: a\nVersion: 1\nArchitecture: all\n",
        "Package: a\nVersion: 1\nVersion: 2\nArchitecture: all\n",
        "Package: a\nVersion: 1\nArchitecture: all\n\nPackage: b\n", "Package: a\n b\nVersion: 1\nArchitecture: all\n",
        "Package: a\u{0}\nVersion: 1\nArchitecture: all\n", "Package: a/../b\nVersion: 1\nArchitecture: all\n",
        "Package: a\nVersion: 1 2\nArchitecture: all\n", "Package: a\nVersion: 1\nArchitecture:\n",
        " Package: a\nVersion: 1\nArchitecture: all\n", "Package: a\njunk\nVersion: 1\nArchitecture: all\n",
    ])
    func `A file that two readers could understand differently is refused`(text: String) {
        #expect(throws: ArchiveProblem.self) { try ControlFile(Array(text.utf8)) }
    }
}
