package import AuditModel

/// A diversion that no installed package made, judged by what stands at the name now.
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
            let owner = diversion.package
            if let owner, view.ledger.packages(named: owner).contains(where: { $0.status != .notInstalled }) {
                return nil
            }
            let made: ReportText = owner.map { "diverted by \($0), which is not installed" } ?? "diverted locally"
            let path = view.ledger.resolvingAliases(diversion.from)
            let judgement = judgement(of: view.evidence.tree.divertedPlaces[path], at: path, in: view)
            return Finding(
                check: id, severity: judgement.severity, path: diversion.from, title: made + ": " + judgement.words,
                evidence: ["to \(diversion.to)", "recorded at \(diversion.position.text)"] + judgement.evidence)
        }
    }

    private struct Judgement {
        let severity: Severity
        let words: ReportText
        var evidence: [ReportText] = []
    }

    private func judgement(of place: DivertedPlace?, at path: HostPath, in view: EvidenceView) -> Judgement {
        guard let place else {
            return Judgement(severity: .high, words: "what stands here now could not be read")
        }
        guard place.facts != nil else { return Judgement(severity: .low, words: "nothing stands here now") }
        var evidence: [ReportText] = []
        if place.end != path { evidence.append("a link to \(place.end)") }
        if let shape = ImageDiversion.name(of: place, at: path, owners: owners(of: place, in: view)) {
            return Judgement(
                severity: .low, words: "known by its content, \(ours: shape)", evidence: evidence)
        }
        if let owner = owners(of: place, in: view).first {
            return Judgement(
                severity: .medium, words: "what stands here now is of \(owner.text), by the records of the tree itself",
                evidence: evidence)
        }
        return Judgement(
            severity: isData(path) ? .medium : .high, words: "no package vouches for what stands here now",
            evidence: evidence)
    }

    /// Installed packages whose own records have the digest of what the name leads to.
    private func owners(of place: DivertedPlace, in view: EvidenceView) -> [PackageKey] {
        guard let digest = place.md5 else { return [] }
        let spellings = view.ledger.spellings(of: place.end)
        return view.ledger.recordedClaims(on: place.end).compactMap(\.package).filter { key in
            guard let package = view.ledger.package(key), package.status.hasFullControlSet else { return false }
            return spellings.contains { view.evidence.tree.recordedMD5[key]?[$0] == digest }
                || package.conffiles.contains { spellings.contains($0.path) && $0.shippedMD5 == digest }
        }
    }

    /// Folders whose files no program runs or obeys.
    private func isData(_ path: HostPath) -> Bool {
        ["/usr/share/doc", "/usr/share/man", "/usr/share/info", "/usr/share/locale", "/usr/share/icons"].contains {
            path.isBeneath($0)
        }
    }
}
