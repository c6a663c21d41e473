package import AuditModel

/// A diversion of a program that no package made.
package struct DiversionLocal: Check {
    package static let id = CheckID("diversion-local")
    package let summary = "a diversion made locally, or by a package that is not installed"
    package let why = """
        A diverted program's replacement survives every upgrade, and dpkg --verify follows the diversion to the genuine \
        file and finds nothing wrong.
        """
    package let references = ["dpkg-divert(1)", "dpkg src/main/verify.c", "ATT&CK T1574"]
    package let guidance = [
        DatabaseSteps.inspectRecord,
        GuidanceStep(
            id: "undo-diversion", phase: .recover, title: "Take the diversion back",
            why: "dpkg puts the package's own file back under its name.",
            commands: [
                "dpkg-divert --admindir \(.place("/var/lib/dpkg")) --list \(.path)",
                .onHost("dpkg-divert --remove --rename \(.path)"),
            ],
            caution: "Copy both files first, and check that the administrator did not mean it."),
    ]

    package init() {}

    package func findings(in view: EvidenceView) -> [Finding] {
        view.ledger.diversions.compactMap { diversion in
            let path = view.ledger.resolvingAliases(diversion.from)
            let isProgram = ["/usr/bin", "/usr/sbin", "/usr/lib", "/usr/libexec"].contains { path.isBeneath($0) }
            let evidence: [ReportText] = ["to \(diversion.to)", "recorded at \(diversion.position.text)"]
            guard let owner = diversion.package else {
                return Finding(
                    check: id, severity: isProgram ? .high : .medium, path: diversion.from,
                    title: "diverted locally: no package vouches for what stands here now", evidence: evidence)
            }
            if view.ledger.packages(named: owner).contains(where: { $0.status != .notInstalled }) { return nil }
            return Finding(
                check: id, severity: isProgram ? .high : .medium, path: diversion.from,
                title: "diverted by \(owner), which is not installed", evidence: evidence)
        }
    }
}
