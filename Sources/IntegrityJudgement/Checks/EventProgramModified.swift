package import AuditModel

/// A program that events name and that is not the one of its package, or of no package where packages' programs stand.
package struct EventProgramModified: Check {
    package static let id = CheckID("event-program-modified")
    package let summary = "a program that events name is not the one that its package records"
    package let why = """
        What an event says is read in the light of the program that did it. A program that was replaced acts under a \
        trusted name, and rules that trust the name are blind to it.
        """
    package let references = ["deb-md5sums(5)", "dpkg src/main/verify.c", "ATT&CK T1554", "ATT&CK T1036.005"]
    package let guidance = [CommonSteps.preserveFile, CommonSteps.findWriter, CommonSteps.rebuild]

    /// Where packages alone put programs: not /usr/local, /opt or a home (FHS 3.0).
    private static let packaged: [HostPath] = [
        "/bin", "/sbin", "/lib", "/usr/bin", "/usr/sbin", "/usr/lib", "/usr/libexec",
    ]

    package init() {}

    /// Nothing: the programs are known only after the events were heard.
    package func findings(in view: EvidenceView) -> [Finding] { [] }

    /// Programs that are gone, and those that equal their package's records, are no finding.
    func findings(in evidence: CaseEvidence) -> [Finding] {
        evidence.programs.values.compactMap { program in
            if Judgement.isInScope(program.path) { return nil }
            switch ProgramStanding(of: program.path, in: evidence) {
            case .differs(let owner): return changed(program, of: owner, in: evidence)
            case .forged(let owner):
                return finding(
                    .high, program, owner, "\(program.path) equals records of \(owner.name) that are not those it ships"
                )
            case .unowned:
                guard Self.packaged.contains(where: { program.path.isBeneath($0) }) else { return nil }
                return finding(.high, program, nil, "a program that events name is owned by no package")
            case .sound, .unrecorded, .unproven, .absent, .unknown: return nil
            }
        }
    }

    private func changed(_ program: ProgramFacts, of owner: PackageKey, in evidence: CaseEvidence) -> Finding {
        let rung = ProgramStanding.rungOfRecords(of: owner, in: evidence)
        let isProven = rung >= .archiveOnly
        return finding(
            isProven ? .critical : .high, program, owner,
            "a program that events name is not what \(owner.name) records",
            more: isProven ? "contradicts md5sums of \(owner.name), which are \(rung)" : nil)
    }

    private func finding(
        _ severity: Severity, _ program: ProgramFacts, _ owner: PackageKey?, _ title: ReportText,
        more: ReportText? = nil
    ) -> Finding {
        let digests: [ReportText?] = [
            program.sha256.map { "sha256 \(ours: $0.hex)" }, program.md5.map { "md5 \(ours: $0.hex)" },
            program.recordedMD5.map { "recorded md5 \(ours: $0.hex)" }, more,
        ]
        return Finding(
            check: id, severity: severity, path: program.path, package: owner, title: title,
            evidence: digests.compactMap(\.self))
    }
}
