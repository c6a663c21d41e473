import AuditModel
import Testing

/// Which states make `dpkg --configure -a` run a postinst; each was tried with dpkg 1.21.22 in a chroot.
struct InstalledPackageTests {
    private func package(
        _ want: UntrustedText, _ status: PackageStatus, reinstall: Bool = false, pending: Bool = false
    ) -> InstalledPackage {
        InstalledPackage(
            key: PackageKey(name: "a", architecture: "all"), version: "1", want: want, needsReinstall: reinstall,
            status: status, hasPendingTriggers: pending,
            position: SourcePosition(file: "/var/lib/dpkg/status", line: 1))
    }

    @Test(arguments: ["install", "hold"] as [UntrustedText], [PackageStatus.unpacked, .halfConfigured])
    func `what is unpacked and wanted is configured`(want: UntrustedText, status: PackageStatus) {
        #expect(package(want, status).runsPostinstNext)
        #expect(!package(want, status, reinstall: true).runsPostinstNext)
    }

    @Test(arguments: ["deinstall", "purge", "unknown"] as [UntrustedText], PackageStatus.allCases)
    func `what is not wanted runs nothing`(want: UntrustedText, status: PackageStatus) {
        #expect(!package(want, status, pending: true).runsPostinstNext)
    }

    @Test func `a trigger runs a postinst where it is pending, not where it is awaited`() {
        #expect(package("install", .triggersPending, pending: true).runsPostinstNext)
        #expect(package("install", .triggersAwaited, pending: true).runsPostinstNext)
        #expect(!package("install", .triggersAwaited).runsPostinstNext)
    }

    @Test(arguments: [PackageStatus.installed, .halfInstalled, .configFiles, .notInstalled])
    func `a finished or broken state runs nothing by itself`(status: PackageStatus) {
        #expect(!package("install", status).runsPostinstNext)
    }
}
