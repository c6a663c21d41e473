import AuditTestSupport
import Testing

@Suite struct `Layout of the repository` {
    @Test func `the top level holds only the agreed names`() throws {
        let agreed: Set = [
            "Package.swift", "Sources", "Tests", "debian", "fixtures", "man", "README.md", "CONTRIBUTING.md", "LICENSE",
            "Makefile",
        ]
        let present = Set(try TrackedFiles.paths().map { String($0.prefix { $0 != "/" }) })
        #expect(present.filter { !$0.hasPrefix(".") && !agreed.contains($0) } == [])
    }
}
