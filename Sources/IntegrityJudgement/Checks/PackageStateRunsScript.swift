package import AuditModel

/// A package whose state makes dpkg run its postinst at the next opportunity.
package struct PackageStateRunsScript: Check {
    package static let id = CheckID("package-state-runs-script")
    package let summary = "a package state that makes dpkg run a script at its next call"
    package let why = """
        An unpacked, half-configured or trigger-pending package has its postinst run as root by the next dpkg --configure \
        -a or package operation, whoever starts it.
        """
    package let references = ["dpkg(1), package states", "dpkg src/main/packages.c:process_queue"]
    package let guidance = [DatabaseSteps.inspectRecord, DatabaseSteps.finishTransaction]

    package init() {}

    package func findings(in view: EvidenceView) -> [Finding] {
        view.ledger.packages.compactMap { package in
            guard package.status.runsPostinstNext || package.needsReinstall || package.status == .halfInstalled else {
                return nil
            }
            var evidence: [ReportText] = ["state \(package.status), at \(package.position.text)"]
            if package.needsReinstall { evidence.append("flagged reinstreq") }
            return Finding(
                check: id, severity: .low, path: package.position.file, package: package.key,
                subject: package.key.name,
                title: "\(package.key.name) is \(package.status): dpkg runs its scripts at the next call",
                evidence: evidence)
        }
    }
}
