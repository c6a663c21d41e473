import AuditModel

/// Which artifacts run as root or decide what does, and why there is no better evidence for each of them.
///
/// dpkg runs maintainer scripts, templates and triggers decide what these do and when, and configuration of apt and dpkg
/// names commands. Lists, md5sums, shlibs and symbols run nothing.
struct RequiredArtifacts {
    private let evidence: Evidence
    /// Configuration that apt or dpkg reads and that makes them run a command.
    private let running: Set<HostPath>
    private var byPackage: [PackageKey: EvidenceLack] = [:]

    init(in view: EvidenceView) {
        evidence = view.evidence
        let apt = view.evidence.tree.apt.files.filter { file in
            file.reading.isRead && file.directives.contains { AptKeyCatalog.judgement(of: $0).effect.runsPrograms }
        }
        let dpkg = view.evidence.tree.dpkg.filter { file in
            file.reading.isRead && file.directives.contains { DpkgOptionCatalog.judgement(of: $0).effect.runsPrograms }
        }
        running = Set(apt.map(\.path) + dpkg.map(\.path))
    }

    /// Nil for what neither runs as root nor decides what does.
    mutating func lack(of artifact: Artifact, package: PackageKey?, _ assessment: Assessment?) -> EvidenceLack? {
        guard let assessment, isRequired(artifact) else { return nil }
        guard let package, let installed = evidence.tree.ledger.package(package), installed.status != .notInstalled,
            assessment.verdict != .unowned
        else { return .unowned }
        if assessment.rung < .archiveOnly, evidence.references.archives[package]?.contains(where: \.isOutside) == true {
            return .unsettled
        }
        if let known = byPackage[package] { return known }
        let lack = lack(of: installed)
        byPackage[package] = lack
        return lack
    }

    private func isRequired(_ artifact: Artifact) -> Bool {
        switch artifact.subject {
        case .infoEntry(let entry):
            // What dpkg does not open runs never, and is a finding of its own.
            guard case .owned = entry.standing else { return false }
            return entry.isScript || entry.decidesWhatRuns
        case .aptConfiguration, .dpkgConfiguration: return running.contains(artifact.path)
        case .databasePart, .scopeFile: return false
        }
    }

    private func lack(of package: InstalledPackage) -> EvidenceLack {
        let indexes = evidence.references.indexes
        guard indexes.covers(architecture: package.key.architecture) else { return .noIndex }
        let listed = indexes.pinnedStanzas(named: package.key.name).filter { $0.stanza.key == package.key }
        if listed.isEmpty { return .unknownToIndex }
        return listed.contains { $0.stanza.version == package.version } ? .noArchive : .superseded
    }
}

extension ConfigurationEffect {
    /// Whether a program runs because of it, or in another's place.
    var runsPrograms: Bool { self == .executes || self == .overridesProgram }
}
