package import AuditModel

/// A database or apt configuration file that libapt-pkg and our own reader understand differently.
package struct DatabaseDisagreement: Check {
    package static let id = CheckID("database-disagreement")
    package let summary = "libapt-pkg and debvouch read a package database or apt.conf file differently"
    package let why = """
        Two readers that see different things in one file mean that apt and dpkg may too: an entry can be hidden from one \
        and live for the other.
        """
    package let references = ["deb822(5)", "libapt-pkg pkgTagFile"]
    package let guidance = [DatabaseSteps.inspectRecord]

    package init() {}

    package func findings(in view: EvidenceView) -> [Finding] {
        (view.evidence.tree.databaseDisagreements + view.evidence.tree.apt.disagreements).map { problem in
            Finding(
                check: id, severity: .medium, path: problem.file, subject: UntrustedText("\(problem.line ?? 0)".utf8),
                title: "libapt-pkg and our reader disagree on this file",
                evidence: [problem.line.map { "line \($0): \(problem.reason)" } ?? problem.reason])
        }
    }
}
