package import AuditModel

/// Longer texts on one check, rung or path.
package enum Explanations {
    /// One line for each check.
    package static func catalogue(_ checks: [(id: CheckID, summary: String)], style: TextStyle) -> [UInt8] {
        var lines = TextLines(style: style)
        lines.add("Checks, in the order of debvouch(1); debvouch explain ID tells more of one:")
        lines.table(checks.map { [$0.id.rawValue, $0.summary] }, indent: 2)
        lines.add()
        lines.add("Rungs, strongest first:")
        lines.table(EvidenceRung.allCases.map { [$0.rawValue, $0.meaning] }, indent: 2)
        return lines.bytes
    }

    package static func rung(_ rung: EvidenceRung, style: TextStyle) -> [UInt8] {
        var lines = TextLines(style: style)
        lines.add(style.paint(rung.rawValue, .strong))
        lines.wrapped(rung.meaning, lead: "  ")
        let stronger = EvidenceRung.allCases.filter { $0 > rung }.map(\.rawValue)
        if !stronger.isEmpty { lines.wrapped("stronger: " + stronger.joined(separator: ", "), lead: "  ") }
        return lines.bytes
    }

    package static func check(
        _ id: CheckID, summary: String, why: String, references: [String], guidance: [GuidanceStep], style: TextStyle
    ) -> [UInt8] {
        var lines = TextLines(style: style)
        lines.add(style.paint(id.rawValue, .strong))
        lines.wrapped(summary, lead: "  what  ")
        lines.wrapped(why, lead: "  why   ")
        if !references.isEmpty { lines.wrapped(references.joined(separator: "; "), lead: "  see   ") }
        let folder = EvidenceFolder.isNamed(in: guidance) ? [EvidenceFolder.step] : []
        for phase in GuidancePhase.allCases {
            for step in folder + guidance where step.phase == phase {
                lines.add()
                lines.wrapped(step.title, lead: "  \(phase.rawValue): ")
                lines.wrapped(step.why, lead: "    ")
                for command in step.commands { lines.add("    $ \(GuidanceCommands.template(command))") }
                if !step.caution.isEmpty { lines.wrapped(step.caution, lead: "    caution: ") }
                if let verify = step.verify { lines.add("    verify:  \(GuidanceCommands.template(verify))") }
                if let undo = step.undo { lines.add("    undo:    \(GuidanceCommands.template(undo))") }
            }
        }
        return lines.bytes
    }

    /// What the audit knows of one path, step by step; nil where it knows nothing.
    package static func path(_ path: HostPath, in report: AuditReport, style: TextStyle) -> [UInt8]? {
        let findings = report.findings.filter { $0.finding.path == path }
        let artifact = report.artifact(at: path)
        let gaps = report.coverage.gaps.filter { $0.path == path }
        if findings.isEmpty, artifact == nil, gaps.isEmpty { return nil }
        var lines = TextLines(style: style)
        lines.add(style.paint(Escaping.printable(path), .strong))
        if let artifact { describe(artifact, into: &lines) }
        for gap in gaps { lines.wrapped(Escaping.printable(gap.reason), lead: "  not examined: ") }
        for hook in report.hooks where hook.position?.file == path { TextHook(hook: hook).write(into: &lines) }
        TextFindings(report: report).write(findings, into: &lines)
        return lines.bytes
    }

    private static func describe(_ artifact: JudgedArtifact, into lines: inout TextLines) {
        lines.add("  role      \(artifact.role.rawValue)")
        if let package = artifact.package {
            let version = artifact.version.map { " " + Escaping.printable($0) } ?? ""
            lines.add("  package   \(Escaping.printable(package.text))\(version)")
        } else {
            lines.add("  package   none claims it")
        }
        if let facts = artifact.facts {
            lines.add(
                "  file      \(facts.kind.rawValue), \(facts.size) bytes, mode \(Formats.mode(facts.mode)), \(facts.uid):\(facts.gid)"
            )
            lines.add("  modified  \(Formats.time(facts.modified))")
            lines.add("  changed   \(Formats.time(facts.changed))")
        }
        if let digest = artifact.sha256 { lines.add("  sha256    \(digest.hex)") }
        guard let assessment = artifact.assessment else { return }
        lines.add("  verdict   \(assessment.verdict.rawValue)")
        lines.wrapped("\(assessment.rung.rawValue): \(assessment.rung.meaning)", lead: "  rung      ")
        lines.wrapped(Escaping.printable(assessment.reason), lead: "  because   ")
        guard let reference = assessment.reference else { return }
        lines.add("  chain, from the file up:")
        for step in steps(of: reference) { lines.wrapped(step, lead: "    - ") }
    }

    /// The links of a proof, in words, from the member to the key.
    private static func steps(of reference: ReferenceTrail) -> [String] {
        var steps = ["\(Escaping.printable(reference.member)) has sha256 \(reference.expectedSHA256?.hex ?? "-")"]
        let location = Escaping.printable(reference.location)
        steps.append(
            "it is a member of \(location) (\(reference.origin.rawValue)), sha256 \(reference.archiveSHA256.hex)")
        guard let proof = reference.proof else {
            return steps + ["no signed index that was available lists that archive, so the chain ends here"]
        }
        let chain = proof.chain
        let release = chain.release
        steps.append(
            "the index \(Escaping.printable(chain.index)) (\(Escaping.printable(chain.entry))) lists an archive of that size and "
                + "digest as \(Escaping.printable(proof.stanza.filename))")
        steps.append(
            "\(Escaping.printable(release.text)), read from \(Escaping.printable(release.location)), lists that index with "
                + "sha256 \(chain.indexSHA256.hex)")
        let dates = [
            release.date.map { "dated \(Formats.time($0))" },
            release.validUntil.map { "valid until \(Formats.time($0))" },
        ]
        let pinned = chain.trust == .pinned ? "which is pinned" : "which was only found lying about and is not pinned"
        steps.append(
            (["it is signed by the key \(chain.key.hex), \(pinned)"] + dates.compactMap(\.self)).joined(separator: "; ")
        )
        return steps
    }
}
