package import AuditModel

/// The inventory: every script, configuration file and configured command with owner, facts and rung; no findings.
package enum InventoryReport {
    package static func json(_ report: AuditReport) -> [UInt8] {
        JSONText.bytes(of: Document(report))
    }

    /// The parts of the report that state facts.
    private struct Document: Encodable {
        let schemaVersion = JSONReport.schemaVersion
        let tool: [String: String]
        let host: JSONHost
        let coverage: JSONCoverage
        let artifacts: [JSONArtifact]
        let hooks: [JSONHook]

        enum CodingKeys: String, CodingKey {
            case schemaVersion = "schema_version"
            case tool, host, coverage, artifacts, hooks
        }

        init(_ report: AuditReport) {
            tool = ["name": "debvouch", "version": report.run.version]
            host = JSONHost(report.host)
            coverage = JSONCoverage(report.coverage)
            artifacts = report.artifacts.map(JSONArtifact.init)
            hooks = report.hooks.map(JSONHook.init)
        }
    }

    package static func text(_ report: AuditReport, style: TextStyle) -> [UInt8] {
        var lines = TextLines(style: style)
        lines.add("debvouch \(report.run.version): inventory of \(Escaping.printable(report.host.root))")
        hooks(report, into: &lines)
        configuration(report, into: &lines)
        lines.heading("MAINTAINER SCRIPTS")
        lines.table(rows(report, [.maintainerScript]), indent: 2, rightAligned: [3])
        lines.heading("OTHER FILES OF THE PACKAGE DATABASE AND OWNED FILES IN SCOPE")
        lines.table(rows(report, [.controlMember, .database, .other]), indent: 2, rightAligned: [3])
        for gap in report.coverage.gaps {
            lines.add("not examined: \(Escaping.printable(gap.path)): \(Escaping.printable(gap.reason))")
        }
        return lines.bytes
    }

    private static func hooks(_ report: AuditReport, into lines: inout TextLines) {
        lines.heading("HOOKS  that apt and dpkg are configured to run")
        if report.hooks.isEmpty { lines.add("  none") }
        for hook in report.hooks { TextHook(hook: hook).write(into: &lines) }
    }

    private static func configuration(_ report: AuditReport, into lines: inout TextLines) {
        lines.heading("CONFIGURATION FILES  in reading order, then those that are skipped")
        let files = report.artifacts.filter { $0.role == .aptConf || $0.role == .dpkgConf }
        let sorted = files.sorted { order(of: $0) < order(of: $1) }
        lines.table(
            sorted.map { [reading(of: $0)] + row($0) }, indent: 2, rightAligned: [4])
    }

    private static func order(of artifact: JudgedArtifact) -> (Int, Int, HostPath) {
        let program = artifact.role == .aptConf ? 0 : 1
        if case .read(let order)? = artifact.reading { return (program, order, artifact.path) }
        return (program, Int.max, artifact.path)
    }

    private static func reading(of artifact: JudgedArtifact) -> String {
        switch artifact.reading {
        case .read?: "read"
        case .skippedWithNotice(let reason)?, .skippedSilently(let reason)?: "skipped: \(Escaping.printable(reason))"
        case nil: "-"
        }
    }

    private static func rows(_ report: AuditReport, _ roles: Set<ArtifactRole>) -> [[String]] {
        report.artifacts.filter { roles.contains($0.role) }.map(row)
    }

    /// Rung, owner, mode and ids, size, digest, path.
    private static func row(_ artifact: JudgedArtifact) -> [String] {
        let facts = artifact.facts
        let owner = artifact.package.map { Escaping.printable($0.name) } ?? "-"
        let version = artifact.version.map { " " + Escaping.printable($0) } ?? ""
        return [
            artifact.assessment?.rung.rawValue ?? "-",
            owner + version,
            facts.map { "\(Formats.mode($0.mode)) \($0.uid):\($0.gid)" } ?? "missing",
            facts.map { String($0.size) } ?? "-",
            artifact.sha256.map { String($0.hex.prefix(16)) } ?? "-",
            Escaping.printable(artifact.path),
        ]
    }
}
