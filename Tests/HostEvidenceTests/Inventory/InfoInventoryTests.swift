import AuditModel
import AuditTestSupport
import HostEvidence
import Testing
import TreeReading

/// Every name in the info folder, with what it is to dpkg.
struct InfoInventoryTests {
    @Test func `each entry gets its standing, read or not`() async throws {
        let steps = """
            use base
            file /var/lib/dpkg/info/.x.postinst <<END
            END
            file /var/lib/dpkg/info/plain <<END
            END
            file /var/lib/dpkg/info/nobody.postinst <<END
            END
            fifo /var/lib/dpkg/info/anchord.config
            sparse /var/lib/dpkg/info/anchord.preinst 1000000000
            file /var/lib/dpkg/info/libkeel1.0.postinst <<END
            END
            """
        let built = try TreeBuilder.build(TreeDescription(steps + "\n", file: "InfoInventoryTests"))
        defer { built.remove() }
        let tree = try HostTree(root: Array(built.tree.utf8))
        let ledger = try DpkgDatabase(tree: tree, limits: Limits()).ledger
        let inventory = await InfoInventory(tree: tree, ledger: ledger, limits: Limits())
        let standings = Dictionary(
            inventory.artifacts.compactMap { artifact in artifact.infoEntry.map { (artifact.path.name, $0.standing) } },
            uniquingKeysWith: { first, _ in first })
        let anchord = PackageKey(name: "anchord", architecture: "amd64")
        let libkeel = PackageKey(name: "libkeel1.0", architecture: "amd64")
        #expect(standings[".x.postinst"] == .hidden)
        #expect(standings["plain"] == .nameless)
        #expect(standings["format"] == .ofDpkg)
        #expect(standings["nobody.postinst"] == .orphan)
        #expect(standings["anchord.postinst"] == .owned(anchord))
        #expect(standings["anchord.config"] == .owned(anchord))
        #expect(standings["libkeel1.0:amd64.list"] == .owned(libkeel))
        #expect(standings["libkeel1.0.postinst"] == .wrongNameForm(libkeel))
        #expect(standings["deck.planks.list"] == .owned(PackageKey(name: "deck.planks", architecture: "all")))
        #expect(inventory.gaps.map(\.path) == ["/var/lib/dpkg/info/anchord.preinst"])
        let fifo = inventory.artifacts.first { $0.path == "/var/lib/dpkg/info/anchord.config" }
        #expect(fifo?.facts.kind == .fifo)
        #expect(fifo?.sha256 == nil)
    }
}
