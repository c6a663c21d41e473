package import AuditModel

/// One opinion about the evidence: total, pure and synchronous.
package protocol Check: Sendable {
    /// Stable kebab-case name; the file is its CamelCase form.
    static var id: CheckID { get }
    /// One line: what the check looks for.
    var summary: String { get }
    /// Why it matters to the person who reads the finding.
    var why: String { get }
    /// Where the rule comes from: manual pages, Policy sections, ATT&CK techniques.
    var references: [String] { get }
    /// What to do about a finding, in order.
    var guidance: [GuidanceStep] { get }

    /// Whether a finding of it can be medium or worse, so that a run without the check proves nothing.
    var canBeNotable: Bool { get }

    func findings(in view: EvidenceView) -> [Finding]
}

extension Check {
    package var canBeNotable: Bool { true }

    package var id: CheckID { Self.id }
}

/// Everything a check may look at: the evidence and the verdict on each artifact.
package struct EvidenceView: Sendable {
    package let evidence: Evidence
    /// By artifact path; every artifact that can be compared with a reference has one.
    package let assessments: [HostPath: Assessment]

    /// Control members that an archive ships and the info folder lacks, by path.
    package let missing: [MissingMember]

    /// Signed builds that a package's members fit but for its scripts, where the status file names another one.
    package let fittingBuilds: [PackageKey: PackageArchive]

    /// Every entry of the info folder, in path order.
    let infoEntries: [(artifact: Artifact, entry: InfoEntry)]

    /// Entries that dpkg itself would open, with their package; listed once, since a dozen checks walk them.
    let ownedInfoEntries: [(artifact: Artifact, entry: InfoEntry, package: InstalledPackage)]

    /// Every statement of apt's files and every option of dpkg's, judged once, since many checks walk them.
    private(set) var aptDirectives: [JudgedDirective] = []
    private(set) var dpkgDirectives: [JudgedDirective] = []

    /// The programs that the configuration names.
    let hookPrograms: HookPrograms

    package init(
        evidence: Evidence, assessments: [HostPath: Assessment], missing: [MissingMember] = [],
        fittingBuilds: [PackageKey: PackageArchive] = [:]
    ) {
        self.evidence = evidence
        self.fittingBuilds = fittingBuilds
        self.assessments = assessments
        self.missing = missing
        hookPrograms = HookPrograms(evidence, assessments: assessments)
        infoEntries = evidence.tree.artifacts.compactMap { artifact in artifact.infoEntry.map { (artifact, $0) } }
        ownedInfoEntries = infoEntries.compactMap { artifact, entry in
            guard case .owned(let key) = entry.standing, let package = evidence.tree.ledger.package(key) else {
                return nil
            }
            return (artifact, entry, package)
        }
        aptDirectives = JudgedDirective.apt(in: self)
        dpkgDirectives = JudgedDirective.dpkg(in: self)
    }

    package var ledger: Ledger { evidence.tree.ledger }

    /// Whether an artifact's bytes equal evidence at `archive-only` or better.
    package func isProven(_ path: HostPath) -> Bool {
        guard let assessment = assessments[path] else { return false }
        return assessment.verdict == .verified && assessment.rung >= .archiveOnly
    }
}
