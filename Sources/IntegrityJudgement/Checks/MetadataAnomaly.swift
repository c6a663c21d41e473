package import AuditModel

/// A mode, modification time or change time that does not fit how dpkg writes control members.
package struct MetadataAnomaly: Check {
    package static let id = CheckID("metadata-anomaly")
    package let summary = "mode or times of a control member that dpkg would not have left"
    package let why = """
        dpkg moves control members into place untouched, so mode and modification time equal the archive's. Another time \
        means that something else wrote the file after dpkg; an equal time proves nothing, since anybody can set it.
        """
    package let references = ["dpkg src/main/unpack.c:pkg_infodb_update", "ATT&CK T1070.006"]
    package let guidance = [CommonSteps.compareWithArchive, CommonSteps.findWriter]

    package let canBeNotable = false

    package init() {}

    package func findings(in view: EvidenceView) -> [Finding] {
        againstArchive(in: view) + againstSiblings(in: view) + ChangeTimes(view: view).findings(id)
    }

    /// Members that the check can judge: `.list` and dpkg-made md5sums carry the time of the unpacking.
    private static func isShippedMember(_ entry: InfoEntry) -> Bool {
        entry.member != "list" && entry.member != "md5sums"
    }

    private func againstArchive(in view: EvidenceView) -> [Finding] {
        var findings: [Finding] = []
        var compared = 0
        for (artifact, entry, package) in view.ownedInfoEntries where Self.isShippedMember(entry) {
            guard let assessment = view.assessments[artifact.path], assessment.verdict == .verified,
                let reference = assessment.reference
            else { continue }
            compared += 1
            var evidence: [ReportText] = []
            if let mode = reference.expectedMode, !modeFits(artifact.facts.mode, archive: mode, entry) {
                evidence.append(
                    "mode \(ours: String(artifact.facts.mode, radix: 8)), shipped as \(ours: String(mode, radix: 8))")
            }
            if let time = reference.expectedModified, time.seconds != artifact.facts.modified.seconds {
                evidence.append(
                    "modified at \(artifact.facts.modified.seconds), shipped with \(time.seconds) (seconds since 1970)")
            }
            if evidence.isEmpty { continue }
            findings.append(
                Finding(
                    check: id, severity: .low, path: artifact.path, package: package.key,
                    title: "bytes are as shipped, but mode or modification time is not", evidence: evidence))
        }
        // A restore or copy that set every time anew says nothing about one file.
        return findings.count * 10 > compared && findings.count > 20 ? [] : findings
    }

    /// dpkg adds the execute and read bits that a script lacks (src/main/script.c:setexecute).
    private func modeFits(_ mode: UInt16, archive: UInt16, _ entry: InfoEntry) -> Bool {
        mode == archive || (entry.isScript && archive & 0o555 != 0o555 && mode == 0o755)
    }

    /// Without an archive: one script whose time differs while all its package's other members share one.
    private func againstSiblings(in view: EvidenceView) -> [Finding] {
        let unproven = view.ownedInfoEntries.filter {
            Self.isShippedMember($0.entry) && view.assessments[$0.artifact.path]?.reference == nil
                && $0.artifact.facts.kind == .regular
        }
        let families = Dictionary(grouping: unproven) { $0.package.key }
        return families.keys.sorted().compactMap { key in
            guard let family = families[key], family.count >= 4 else { return nil }
            let times = Dictionary(grouping: family) { $0.artifact.facts.modified.seconds }
            guard times.count == 2, let odd = times.values.first(where: { $0.count == 1 })?.first, odd.entry.isScript
            else { return nil }
            return Finding(
                check: id, severity: .low, path: odd.artifact.path, package: key,
                title: "its modification time differs from that of every other control member of \(key.name)",
                evidence: ["\(family.count - 1) others share one time; no archive was available to compare bytes"])
        }
    }
}
