package import AuditModel

/// The report for a person: the verdict first, then findings by severity, then what was not examined, then what to do.
package struct TextReport: Renderer {
    package let name = "text"

    package init() {}

    package func render(_ report: AuditReport, style: TextStyle) -> [UInt8] {
        var lines = TextLines(style: style)
        verdict(report, into: &lines)
        evidence(report, into: &lines)
        TextCases(report: report).write(into: &lines)
        TextEvents(report: report).write(into: &lines)
        TextFindings(report: report).write(into: &lines)
        TextExceptions(report: report).write(into: &lines)
        hooks(report, into: &lines)
        TextCoverage(report: report).write(into: &lines)
        TextGuidance(report: report).write(into: &lines)
        return lines.bytes
    }

    private func verdict(_ report: AuditReport, into lines: inout TextLines) {
        let release = report.host.release.map { ", " + Escaping.printable($0) } ?? ""
        let live = report.host.isLive ? " (the running system)" : ""
        lines.add("debvouch \(report.run.version): audit of \(Escaping.printable(report.host.root))\(live)\(release)")
        lines.add()
        let style = lines.style
        let tone: TextStyle.Tone =
            switch report.verdict {
            case .clean: .good
            case .unproven, .incomplete: .warning
            case .findings: .alarm
            }
        lines.add(style.paint("VERDICT  \(Sentences.word(report.verdict).uppercased())", tone))
        lines.wrapped("\(Sentences.verdict(report)) Exit status \(report.exitStatus).", lead: "         ")
    }

    private func evidence(_ report: AuditReport, into lines: inout TextLines) {
        lines.heading(
            "EVIDENCE  for \(Formats.count(report.packageCount, "package")), with \(Formats.count(report.archiveCount, "archive")) to compare with"
        )
        let columns: [[ArtifactRole]] = [
            [.maintainerScript], [.controlMember], [.aptConf, .dpkgConf], [.database, .other],
        ]
        var counted: [EvidenceRung: [ArtifactRole: Int]] = [:]
        for artifact in report.artifacts {
            guard let rung = artifact.assessment?.rung else { continue }
            counted[rung, default: [:]][artifact.role, default: 0] += 1
        }
        var rows = [["", "scripts", "other control files", "apt/dpkg configuration", "lists and others"]]
        for rung in EvidenceRung.allCases {
            let counts = columns.map { roles in roles.reduce(0) { $0 + (counted[rung]?[$1] ?? 0) } }
            if counts.allSatisfy({ $0 == 0 }) { continue }
            rows.append([rung.rawValue] + counts.map { $0 == 0 ? "-" : Formats.grouped($0) })
        }
        lines.table(rows, indent: 2, rightAligned: [1, 2, 3, 4])
        TextIndexes(report: report).write(into: &lines)
    }

    private func hooks(_ report: AuditReport, into lines: inout TextLines) {
        if report.hooks.isEmpty { return }
        lines.heading("HOOKS  that apt and dpkg are configured to run, and who owns the file that says so")
        for hook in report.hooks { TextHook(hook: hook).write(into: &lines) }
    }
}
