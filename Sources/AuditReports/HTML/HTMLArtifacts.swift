import AuditModel

/// Every file that was examined, with its chain; closed until it is asked for.
struct HTMLArtifacts {
    let report: AuditReport

    var markup: Markup {
        let head: Markup =
            "<thead><tr><th>File</th><th>Verdict and rung</th><th>Facts</th><th>Evidence</th></tr></thead>"
        let table: Markup = "<table>\(head)<tbody>\(report.artifacts.lazy.map(row))</tbody></table>"
        return HTMLParts.section(
            "artifacts", "All files",
            "Everything that was examined, by path. Open it before printing to have it on paper.",
            HTMLParts.folded(
                Formats.count(report.artifacts.count, "artifact"), "with verdict, rung, facts and evidence", table))
    }

    private func row(_ artifact: JudgedArtifact) -> Markup {
        let version: Markup? = artifact.version.map { " \($0)" }
        let owner: Markup = artifact.package.map { "\($0.text)\(version)" } ?? "no package"
        let rung: Markup? = artifact.assessment.map { "<small>\(HTMLParts.rung($0.rung))</small>" }
        return """
            <tr><td class="w"><code>\(artifact.path)</code><small>\(artifact.role.rawValue), \(owner)</small></td><td>\(artifact.assessment?.verdict.rawValue ?? "not judged")\(rung)</td><td class="w">\(facts(artifact))</td><td class="w">\(evidence(artifact))</td></tr>

            """
    }

    private func facts(_ artifact: JudgedArtifact) -> Markup {
        guard let facts = artifact.facts else { return "missing" }
        let digest: Markup? = artifact.sha256.map { "<small>sha256 <code>\($0.hex)</code></small>" }
        return """
            <small>\(Formats.mode(facts.mode)) \(facts.uid):\(facts.gid), \(facts.size) bytes, \(HTMLTime.short(facts.modified))</small>\(digest)
            """
    }

    private func evidence(_ artifact: JudgedArtifact) -> Markup {
        guard let assessment = artifact.assessment else { return "" }
        let trail: Markup? = assessment.reference.map {
            "<small><code>\($0.member)</code> of <code>\($0.location)</code>, sha256 <code>\($0.archiveSHA256.hex)</code></small>"
        }
        return "<small>\(HTMLParts.sentence(assessment.reason))</small>\(trail)"
    }
}
