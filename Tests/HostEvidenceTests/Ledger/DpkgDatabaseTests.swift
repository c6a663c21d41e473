import AuditModel
import AuditTestSupport
import HostEvidence
import Testing
import TreeReading

/// The dpkg database as dpkg itself would see it.
struct DpkgDatabaseTests {
    private func database(_ steps: String) throws -> DpkgDatabase {
        let built = try TreeBuilder.build(TreeDescription(steps, file: "DpkgDatabaseTests"))
        defer { built.remove() }
        return try DpkgDatabase(tree: HostTree(root: Array(built.tree.utf8)), limits: Limits())
    }

    private func stanza(_ name: String, _ status: String = "install ok installed", more: String = "") -> String {
        "Package: \(name)\nStatus: \(status)\nArchitecture: amd64\nVersion: 1\n\(more)\n"
    }

    private func file(_ path: String, _ text: String) -> String {
        "file \(path) <<END\n\(text)END\n"
    }

    private let status = "/var/lib/dpkg/status"

    @Test func `a tree without a status file is refused, and the file is named`() throws {
        #expect(throws: MissingDatabase.self) { try database("dir /var/lib/dpkg/info\n") }
        #expect(throws: MissingDatabase.self) { try database("fifo \(status)\n") }
    }

    @Test func `the journal lies over the status file, in the order of its names`() throws {
        let seen = try database(
            file(status, stanza("a") + stanza("b"))
                + file("/var/lib/dpkg/updates/0001", stanza("a", "install ok unpacked"))
                + file("/var/lib/dpkg/updates/0002", stanza("a", "install ok half-configured") + stanza("c")))
        #expect(seen.ledger.packages.map(\.key.name) == ["a", "b", "c"])
        #expect(seen.ledger.packages.map(\.status) == [.halfConfigured, .installed, .installed])
        #expect(seen.ledger.journal == ["/var/lib/dpkg/updates/0001", "/var/lib/dpkg/updates/0002"])
        #expect(seen.problems.isEmpty)
    }

    @Test func `journal names of two lengths, and names that are no numbers, are told`() throws {
        let seen = try database(
            file(status, stanza("a")) + file("/var/lib/dpkg/updates/1", stanza("b"))
                + file("/var/lib/dpkg/updates/0002", stanza("c")) + file("/var/lib/dpkg/updates/x", stanza("d")))
        #expect(seen.problems.map(\.kind) == [.unevenJournalNames, .strayJournalFile])
        #expect(seen.ledger.package(PackageKey(name: "d", architecture: "amd64")) == nil)
    }

    @Test(arguments: [("1\n", InfoFormat.qualified), ("0\n", .legacy)])
    func `the format file decides over the form of names`(text: String, format: InfoFormat) throws {
        let same = "Multi-Arch: same\n"
        let seen = try database(
            file(status, stanza("a", more: same)) + file("/var/lib/dpkg/info/format", text))
        #expect(seen.ledger.format == format)
        let stem = seen.ledger.packages.first?.infoStem(formatIsQualified: seen.ledger.formatIsQualified)
        #expect(stem == (format == .qualified ? "a:amd64" : "a"))
    }

    @Test func `a missing and a broken format file are told apart`() throws {
        #expect(try database(file(status, stanza("a"))).ledger.format == .missing)
        let broken = try database(file(status, stanza("a")) + file("/var/lib/dpkg/info/format", "2\n"))
        guard case .unusable = broken.ledger.format else {
            Issue.record("format 2 was taken for \(broken.ledger.format)")
            return
        }
    }

    @Test func `a name in a merged tree has one form`() throws {
        let seen = try database(file(status, stanza("a")) + "link /bin -> usr/bin\nlink /lib -> elsewhere\n")
        #expect(seen.ledger.resolvingAliases("/bin/sh") == "/usr/bin/sh")
        #expect(seen.ledger.resolvingAliases("/binary/sh") == "/binary/sh")
        #expect(seen.ledger.resolvingAliases("/lib/x") == "/lib/x")
    }

    @Test func `two stanzas for one package are told, and the later one counts`() throws {
        let seen = try database(file(status, stanza("a") + stanza("a", "deinstall ok config-files")))
        #expect(seen.ledger.packages.map(\.status) == [.configFiles])
        #expect(seen.problems.map(\.kind) == [.repeatedStanza])
    }

    @Test func `a stanza that libapt-pkg does not see is told`() throws {
        let seen = try database(file(status, stanza("a").dropLast() + " \n" + stanza("b")))
        #expect(seen.ledger.packages.count == 2)
        #expect(!seen.disagreements.isEmpty)
    }

    @Test func `diversions, overrides and triggers keep their places`() throws {
        let seen = try database(
            file(status, stanza("a"))
                + file("/var/lib/dpkg/diversions", "/bin/x\n/bin/x.real\n:\n/bin/y\n/bin/y.a\na\n")
                + file("/var/lib/dpkg/statoverride", "root root 4755 /usr/bin/x\n")
                + file("/var/lib/dpkg/triggers/File", "/usr/share/x a/noawait\n")
                + file("/var/lib/dpkg/triggers/ring", "a\n"))
        #expect(seen.ledger.diversions.map(\.package) == [nil, "a"])
        #expect(seen.ledger.diversions.map(\.position.line) == [1, 4])
        #expect(seen.ledger.statOverrides.map(\.mode) == [0o4755])
        #expect(seen.ledger.triggerInterests.map(\.trigger) == ["/usr/share/x", "ring"])
        #expect(seen.problems.isEmpty)
    }

    private let distroless = """
        Package: base-files
        Version: 12.4
        Architecture: amd64

        """

    @Test(arguments: [true, false])
    func `status.d is the database where there is no status file, or an empty one`(hasStatus: Bool) throws {
        let sums = "d41d8cd98f00b204e9800998ecf8427e  etc/issue\n"
        let seen = try database(
            (hasStatus ? file(status, "") : "") + file("/var/lib/dpkg/status.d/base", distroless)
                + file("/var/lib/dpkg/status.d/base.md5sums", sums))
        #expect(seen.ledger.packages.map(\.key.name) == ["base-files"])
        #expect(seen.ledger.packages.map(\.status) == [.installed])
        #expect(seen.ledger.packages.map(\.isOfStatusFolder) == [true])
        #expect(seen.artifacts.map(\.path) == ["/var/lib/dpkg/status.d/base.md5sums"])
        #expect(seen.problems.isEmpty)
        #expect(seen.remarks.count == 1)
    }

    @Test func `status.d beside a status file makes nobody known, and is said`() throws {
        let seen = try database(file(status, stanza("a")) + file("/var/lib/dpkg/status.d/base", distroless))
        #expect(seen.ledger.packages.map(\.key.name) == ["a"])
        #expect(seen.remarks.count == 1)
    }

    @Test func `an epoch of 0 is read as none and said`() throws {
        let seen = try database(
            file(status, "Package: a\nStatus: install ok installed\nArchitecture: all\nVersion: 0:1\n\n"))
        #expect(seen.ledger.packages.map(\.version) == ["1"])
        #expect(seen.problems.count == 1)
    }
}
