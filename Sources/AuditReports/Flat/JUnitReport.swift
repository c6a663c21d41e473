package import AuditModel

/// One test for each check that ran, one for coverage, one for the required rung, and one for the cases of event files, for
/// CI servers.
///
/// A character that XML forbids cannot come up: `Escaping.printable` has spelled it out as `\xNN` or `\u{N}` before, so
/// that it stays readable instead of being dropped.
package struct JUnitReport: Renderer {
    package let name = "junit"

    package init() {}

    /// Items named in one failure before the rest is only counted.
    private static let shown = 50

    package func render(_ report: AuditReport, style: TextStyle) -> [UInt8] {
        let byCheck = Dictionary(grouping: report.findings, by: \.finding.check)
        var cases = report.checks.map { testCase($0, byCheck[$0.id] ?? [], in: report) }
        cases += [coverage(report), requirement(report), narrowing(report), events(report)].compactMap(\.self)
        let failures = cases.count { $0.isFailure }
        let errors = report.coverage.gaps.isEmpty ? 0 : 1
        let seconds = Formats.seconds(from: report.run.started, to: report.run.finished)
        let counts: Markup = """
            name="debvouch" tests="\(cases.count)" failures="\(failures)" errors="\(errors)" time="\(seconds)"
            """
        let page: Markup = """
            <?xml version="1.0" encoding="UTF-8"?>
            <testsuites \(counts)>
              <testsuite \(counts) skipped="0" timestamp="\(String(Formats.time(report.run.started).prefix(19)))">
                <properties>
                  <property name="root" value="\(report.host.root)"/>
                  <property name="verdict" value="\(report.verdict.rawValue)"/>
                  <property name="exit_status" value="\(report.exitStatus)"/>
                  <property name="limits" value="\(limits(report))"/>
                  <property name="characters" value="What XML forbids or a reader cannot see is written as \\xNN or \\u{N}."/>
                </properties>
            \(cases.map(\.markup))  </testsuite>
            </testsuites>

            """
        return page.bytes
    }

    private func limits(_ report: AuditReport) -> String {
        report.coverage.limits.map { Escaping.printable($0) }.joined(separator: " ")
    }

    /// One test case as XML.
    private struct Case {
        let isFailure: Bool
        let markup: Markup

        init(_ group: String, _ name: String, isFailure: Bool = false, _ body: Markup) {
            self.isFailure = isFailure
            markup =
                body.isEmpty
                ? "    <testcase classname=\"debvouch.\(group)\" name=\"\(name)\" time=\"0\"/>\n"
                : "    <testcase classname=\"debvouch.\(group)\" name=\"\(name)\" time=\"0\">\n\(body)    </testcase>\n"
        }
    }

    private func testCase(_ check: CheckDescription, _ findings: [JudgedFinding], in report: AuditReport) -> Case {
        let limit = report.policy.failOn
        let failing = findings.filter { Self.fails($0, limit) }
        let others = findings.count - failing.count
        var body: Markup = ""
        if let worst = failing.first {
            let message = "\(Formats.count(failing.count, "finding")): \(check.summary)"
            body += """
                      <failure message="\(message)" type="\(worst.finding.severity.rawValue)">\(list(findings: failing))</failure>

                """
        }
        if others > 0 {
            let below = findings.filter { !Self.fails($0, limit) }
            body += "      <system-out>\(list(findings: below))</system-out>\n"
        }
        return Case("check", check.id.rawValue, isFailure: !failing.isEmpty, body)
    }

    /// Nil where no event files were given.
    private func events(_ report: AuditReport) -> Case? {
        if report.events == nil { return nil }
        let cases = report.failingCases
        if cases.isEmpty { return Case("events", "cases", "") }
        let lines = cases.prefix(Self.shown).map {
            "\($0.id) \($0.verdict.rawValue), confidence \($0.confidence.rawValue): \(Escaping.printable($0.title))"
        }
        let message = Sentences.verdicts(of: cases)
        let type = cases[0].verdict.rawValue
        return Case(
            "events", "cases", isFailure: true,
            """
                  <failure message="\(message)" type="\(type)">\(lines.joined(separator: "\n"))</failure>

            """)
    }

    private static func fails(_ judged: JudgedFinding, _ limit: Severity?) -> Bool {
        guard judged.exceptedBy == nil, let limit else { return false }
        return judged.finding.severity >= limit
    }

    private func list(findings: [JudgedFinding]) -> Markup {
        list(
            findings.map { judged in
                let finding = judged.finding
                let evidence = finding.evidence.map { "\n    \($0)" as Markup }
                let silenced: Markup? = judged.exceptedBy.map { " excepted by \($0)" }
                return """
                    \(finding.severity.rawValue) \(finding.path): \(finding.title) [\(judged.id)]\(silenced)\(evidence)

                    """
            })
    }

    private func coverage(_ report: AuditReport) -> Case {
        let gaps = report.coverage.gaps
        if gaps.isEmpty { return Case("coverage", "everything in scope was examined", "") }
        let message = "\(Formats.count(gaps.count, "item")) could not be examined"
        let body: Markup = """
                  <error message="\(message)" type="not-examined">\(list(gaps.map { "\($0.path): \($0.reason)\n" }))</error>

            """
        return Case("coverage", "everything in scope was examined", body)
    }

    private func requirement(_ report: AuditReport) -> Case? {
        guard let rung = report.policy.requiredRung else { return nil }
        let name = "what runs as root reaches \(rung.rawValue) or is accepted"
        let below = report.belowRequired
        if below.isEmpty { return Case("coverage", name, "") }
        let files = below.map { "\($0.path): \($0.assessment?.rung.rawValue ?? "-")\n" as Markup }
        let message = "\(Formats.count(below.count, "file")) could not be proven to \(rung.rawValue)"
        let body: Markup = """
                  <failure message="\(message)" type="below-required">\(list(files))</failure>

            """
        return Case("coverage", name, isFailure: true, body)
    }

    /// Nil where every check ran that could find more.
    private func narrowing(_ report: AuditReport) -> Case? {
        guard let sentence = ProofSentences(report: report).notAsked else { return nil }
        let body: Markup = """
                  <failure message="\(sentence)" type="not-asked"></failure>

            """
        return Case("coverage", "every check ran", isFailure: true, body)
    }

    private func list(_ items: [Markup]) -> Markup {
        let more = items.count - Self.shown
        let rest: Markup? = more > 0 ? "and \(Formats.grouped(more)) more\n" : nil
        return "\n\(items.prefix(Self.shown))\(rest)"
    }
}
