package import AuditModel

/// A package whose state makes dpkg run its postinst at the next opportunity.
package struct PackageStateRunsScript: Check {
    package static let id = CheckID("package-state-runs-script")
    package let summary = "a package state that makes dpkg run a script at its next call, or that dpkg left unfinished"
    package let why = """
        An unpacked, half-configured or trigger-pending package has its postinst run as root by dpkg --configure -a, which \
        apt calls too. A half-installed one, or one that is to be reinstalled first, holds apt up, so that no update is \
        installed.
        """
    package let references = ["dpkg(1), package states", "dpkg src/main/packages.c:enqueue_pending"]
    package let guidance = [DatabaseSteps.inspectRecord, DatabaseSteps.finishTransaction]

    package let canBeNotable = false

    package init() {}

    package func findings(in view: EvidenceView) -> [Finding] {
        view.ledger.packages.compactMap { package in
            guard let title = Self.title(for: package) else { return nil }
            var evidence: [ReportText] = ["state \(package.status), at \(package.position.text)"]
            if package.needsReinstall { evidence.append("flagged reinstreq") }
            return Finding(
                check: id, severity: .low, path: package.position.file, package: package.key,
                subject: package.key.name, title: title, evidence: evidence)
        }
    }

    /// Nil for a state that dpkg leaves when it is done.
    private static func title(for package: InstalledPackage) -> ReportText? {
        let state: ReportText = "\(package.key.name) is \(package.status)"
        if package.runsPostinstNext { return state + ": dpkg --configure -a runs its postinst" }
        if package.needsReinstall {
            return state + " and is to be reinstalled first: until then dpkg runs none of its scripts"
        }
        switch package.status {
        case .halfInstalled: return state + ": dpkg runs its postrm when it is removed or installed anew"
        case .triggersAwaited: return state + ": it waits for another package, and none of its own scripts is due"
        case .unpacked, .halfConfigured, .triggersPending:
            return state + " and chosen for removal: dpkg runs its scripts only when it is removed"
        case .notInstalled, .configFiles, .installed: return nil
        }
    }
}
