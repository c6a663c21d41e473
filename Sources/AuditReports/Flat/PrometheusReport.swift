package import AuditModel

/// Few series for node-exporter's textfile collector; no path, package or host name is ever a label.
package struct PrometheusReport: Renderer {
    package let name = "prometheus"

    package init() {}

    package func render(_ report: AuditReport, style: TextStyle) -> [UInt8] {
        var lines: [String] = []
        gauge("findings", "Findings of the last audit, by severity.", into: &lines) {
            Severity.allCases.map { severity in
                ("severity=\"\(severity.rawValue)\"", String(report.standing.count { $0.finding.severity == severity }))
            }
        }
        gauge("artifacts", "Files judged by the last audit, by the rung of their evidence.", into: &lines) {
            EvidenceRung.allCases.map { rung in
                ("rung=\"\(rung.rawValue)\"", String(report.artifacts.count { $0.assessment?.rung == rung }))
            }
        }
        gauge("cases", "Cases of the last audit, by verdict.", into: &lines) {
            CaseVerdict.allCases.map { verdict in
                ("verdict=\"\(verdict.rawValue)\"", String(report.cases.count { $0.verdict == verdict }))
            }
        }
        gauge("verdict", "1 for the word that the last audit came to.", into: &lines) {
            AuditVerdict.allCases.map { ("verdict=\"\($0.rawValue)\"", report.verdict == $0 ? "1" : "0") }
        }
        // Absent and not zero where no event files were given.
        if let events = report.events {
            gauge("alerts", "Events of the last audit that concern a detection rule, by outcome.", into: &lines) {
                [
                    ("outcome=\"matched\"", "\(events.matched)"), ("outcome=\"excluded\"", "\(events.excluded)"),
                    ("outcome=\"undecided\"", "\(events.undecided)"),
                ]
            }
        }
        for (name, help, value) in Self.single(report) {
            gauge(name, help, into: &lines) { [("", value)] }
        }
        gauge("build_info", "Always 1; the version of the program that audited.", into: &lines) {
            [("version=\"\(report.run.version)\"", "1")]
        }
        return Array((lines.joined(separator: "\n") + "\n").utf8)
    }

    private static func single(_ report: AuditReport) -> [(name: String, help: String, value: String)] {
        [
            ("failing_findings", "Findings at or above the severity that fails the audit.", "\(report.failing.count)"),
            ("excepted_findings", "Findings that exceptions silenced.", "\(report.excepted.count)"),
            ("failing_cases", "Cases with an alert that fail the audit.", "\(report.failingCases.count)"),
            ("not_examined", "Items in scope that could not be examined.", "\(report.coverage.gaps.count)"),
            (
                "below_required", "Files that run as root, or decide what does, neither proven nor accepted.",
                "\(report.belowRequired.count)"
            ),
            ("not_asked", "Checks that were left out and could find more.", "\(report.notAsked.count)"),
            ("packages", "Packages in the dpkg database.", "\(report.packageCount)"),
            ("archives", "Package archives that were compared with.", "\(report.archiveCount)"),
            ("exit_status", "\(Sentences.exitStatuses).", "\(report.exitStatus)"),
            ("last_run_timestamp_seconds", "When the last audit ended.", seconds(report.run.finished)),
            ("last_run_duration_seconds", "How long it took.", seconds(report.run.finished, since: report.run.started)),
        ]
    }

    private func gauge(
        _ name: String, _ help: String, into lines: inout [String], samples: () -> [(labels: String, value: String)]
    ) {
        lines.append("# HELP debvouch_\(name) \(help)")
        lines.append("# TYPE debvouch_\(name) gauge")
        for (labels, value) in samples() {
            lines.append("debvouch_\(name)\(labels.isEmpty ? "" : "{\(labels)}") \(value)")
        }
    }

    private static func seconds(_ time: Timestamp) -> String {
        seconds(time, since: Timestamp(seconds: 0))
    }

    private static func seconds(_ time: Timestamp, since start: Timestamp) -> String {
        Formats.seconds(from: start, to: time)
    }
}
