import AuditModel

/// The folder that commands of other steps write to; made once, before all of them.
enum EvidenceFolder {
    static let step = GuidanceStep(
        id: "prepare-evidence-folder", phase: .preserve, title: "Make the folder that the other steps write to",
        why: "What is copied out of a case is as confidential as the case.",
        commands: ["mkdir -p -m 0700 evidence \(.evidence("tree")) \(.evidence("removed"))"],
        caution: """
            Go to a disk or share that is not the host's own first: writing there overwrites what was deleted. In an image a \
            folder may be a link that leads to this machine's own: see with namei -l before a command changes a file there.
            """,
        verify: .command("ls -ld evidence"))

    static func isWanted(by report: AuditReport, _ findings: [JudgedFinding]) -> Bool {
        findings.contains { isNamed(in: $0.guidance) }
            || report.cases.contains { $0.steps.contains { $0.commands.contains(where: \.usesEvidenceFolder) } }
    }

    static func isNamed(in steps: [GuidanceStep]) -> Bool {
        steps.contains { $0.commands.contains(where: \.usesEvidenceFolder) }
    }
}
