import AuditModel
import Testing

/// Who owns what stands at a path once the diversions are applied, and what the name of a leftover says.
struct LedgerClaimsTests {
    private let a = PackageKey(name: "a", architecture: "all")
    private let b = PackageKey(name: "b", architecture: "all")
    private let conf: HostPath = "/etc/dpkg/dpkg.cfg.d/x"

    private func ledger(diverter: UntrustedText?) -> Ledger {
        var ledger = Ledger()
        ledger.claims = [conf: [.listed(a), .listed(b)]]
        ledger.diversions = [
            Diversion(
                from: conf, to: "/etc/dpkg/dpkg.cfg.d/x.moved", package: diverter,
                position: SourcePosition(file: "/var/lib/dpkg/diversions", line: 1))
        ]
        return ledger
    }

    @Test func `a diversion of a package leaves its own file and moves every other one`() {
        let ledger = ledger(diverter: "b")
        #expect(ledger.claims(on: conf) == [.listed(b)])
        #expect(ledger.claims(on: "/etc/dpkg/dpkg.cfg.d/x.moved") == [.listed(a)])
        #expect(ledger.shippedPath(of: "/etc/dpkg/dpkg.cfg.d/x.moved", by: a) == conf)
        #expect(ledger.shippedPath(of: conf, by: b) == conf)
        #expect(ledger.recordedClaims(on: conf).count == 2)
    }

    @Test func `a local diversion moves them all, and what stands there is nobody's`() {
        let ledger = ledger(diverter: nil)
        #expect(ledger.claims(on: conf).isEmpty)
        #expect(ledger.claims(on: "/etc/dpkg/dpkg.cfg.d/x.moved") == [.listed(a), .listed(b)])
    }

    @Test(arguments: ["x.disabled", "x.dpkg-old", "x.dpkg-dist", "x.ucf-dist", "x.bak", "x~"])
    func `a leftover has the claims on its base, unless it is claimed itself`(name: String) {
        var ledger = Ledger()
        let path = HostPath("/etc/dpkg/dpkg.cfg.d/\(name)".utf8)
        ledger.claims = [conf: [.listed(a)]]
        #expect(ledger.claims(on: path) == [.listed(a)])
        #expect(ledger.leftoverBase(of: path) == conf)
        #expect(ledger.shippedPath(of: path, by: a) == conf)
        ledger.claims[path] = [.listed(b)]
        #expect(ledger.claims(on: path) == [.listed(b)])
        #expect(ledger.leftoverBase(of: path) == nil)
    }

    @Test(arguments: ["x.disabled.d", "xbak", ".bak", "y.bak"])
    func `other names are nobody's leftovers`(name: String) {
        var ledger = Ledger()
        ledger.claims = [conf: [.listed(a)]]
        #expect(ledger.claims(on: HostPath("/etc/dpkg/dpkg.cfg.d/\(name)".utf8)).isEmpty)
    }

    @Test func `a path has every spelling that the links at the top allow`() {
        var ledger = Ledger()
        ledger.aliases = ["/bin": "/usr/bin"]
        #expect(ledger.spellings(of: "/bin/sh") == ["/usr/bin/sh", "/bin/sh"])
        #expect(ledger.spellings(of: "/opt/sh") == ["/opt/sh"])
    }
}
