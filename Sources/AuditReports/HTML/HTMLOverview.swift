import AuditModel

/// The top of the page: the verdict, what was audited, the numbers and the two bars.
struct HTMLOverview {
    let report: AuditReport

    var markup: Markup {
        """
        <section class="verdict is-\(report.verdict.rawValue)" aria-label="Verdict">
        \(picture)
        <div><h1>\(Sentences.word(report.verdict))</h1>
        <p>\(Sentences.verdict(report))</p></div>
        <div class="exit"><b>\(report.exitStatus)</b>exit status</div>
        </section>
        \(subject)
        \(tiles)
        <div class="bars">\(severities)\(rungs)</div>
        \(jump)
        """
    }

    private var picture: Markup {
        let path: Markup
        switch report.verdict {
        case .clean:
            path = "<path d=\"M12 2 4 5v6c0 5 3.4 9 8 11 4.6-2 8-6 8-11V5z\"/><path d=\"m8.5 12 2.5 2.6 4.8-5.4\"/>"
        case .findings: path = "<path d=\"M12 3 1.8 20.5h20.4z\"/><path d=\"M12 10v5M12 17.8v.2\"/>"
        case .unproven, .incomplete:
            path = "<path d=\"M10.5 3a7.5 7.5 0 1 0 0 15 7.5 7.5 0 0 0 0-15zM16 16l6 6M10.5 7v4M10.5 14v.1\"/>"
        }
        return "<svg viewBox=\"0 0 24 24\" aria-hidden=\"true\">\(path)</svg>"
    }

    private var subject: Markup {
        let host = report.host
        let name: Markup? = host.hostname.map { "<li>host <b>\($0)</b></li>" }
        let release: Markup? = host.release.map { "<li>system <b>\($0)</b></li>" }
        let live = host.isLive ? " (the running system)" : ""
        let required = report.policy.requiredRung?.rawValue ?? "no proof"
        let limit = report.policy.failOn?.rawValue ?? "nothing"
        return """
            <ul class="subject">\(name)\(release)<li>root <b><code>\(host.root)</code>\(live)</b></li><li>policy <b>fails at \(limit), requires \(required)</b></li></ul>
            """
    }

    private var tiles: Markup {
        let failing = report.failing.count
        let below = report.belowRequired.count
        let gaps = report.coverage.gaps.count
        let cases = report.cases.count
        let isGrave = report.cases.contains { $0.verdict >= .suspicious }
        let story: Markup? =
            cases == 0
            ? nil
            : tile(cases, "\(cases == 1 ? "case" : "cases"), worst first below", isGrave ? "bad" : "")
        return """
            <ul class="tiles\(cases == 0 ? "" : " six")">
            \(story)
            \(tile(failing, "\(failing == 1 ? "finding fails" : "findings fail") the policy", failing > 0 ? "bad" : "fine"))
            \(tile(below, "\(below == 1 ? "file" : "files") not proven to the rung required", below > 0 ? "warn" : "fine"))
            \(tile(gaps, "\(gaps == 1 ? "item" : "items") not examined", gaps > 0 ? "warn" : "fine"))
            \(tile(report.packageCount, "\(report.packageCount == 1 ? "package" : "packages") in the database", ""))
            \(tile(report.archiveCount, "\(report.archiveCount == 1 ? "archive" : "archives") to compare with", ""))
            </ul>
            """
    }

    private func tile(_ number: Int, _ label: String, _ tone: String) -> Markup {
        "<li class=\"card \(tone)\"><b>\(Formats.grouped(number))</b><span>\(label)</span></li>"
    }

    private var severities: Markup {
        let bar = HTMLBar(
            id: "severities", title: "Findings by severity",
            parts: Severity.allCases.map { severity in
                HTMLBar.Part(
                    name: severity.rawValue, count: report.standing.count { $0.finding.severity == severity },
                    meaning: severity.meaning)
            })
        return card(
            "Findings by severity", "All \(Formats.grouped(report.standing.count)), also those that fail nothing.", bar)
    }

    private var rungs: Markup {
        let judged = report.artifacts.count { $0.assessment != nil }
        let bar = HTMLBar(
            id: "rungs", title: "Files by the strength of their evidence",
            parts: EvidenceRung.allCases.map { rung in
                HTMLBar.Part(
                    name: rung.rawValue, count: report.artifacts.count { $0.assessment?.rung == rung },
                    meaning: rung.meaning)
            })
        return card("Evidence", "\(Formats.count(judged, "file")), strongest rung first.", bar)
    }

    private func card(_ title: String, _ lead: String, _ bar: HTMLBar) -> Markup {
        "<section class=\"card\"><h2>\(title)</h2><p class=\"lead\">\(lead)</p>\(bar.markup)</section>"
    }

    private var jump: Markup {
        let events = [("cases", "Cases", !report.cases.isEmpty), ("events", "Events", report.events != nil)]
        let targets =
            events.filter(\.2).map { ($0.0, $0.1) } + [
                ("findings", "Findings"), ("guidance", "What to do"), ("hooks", "Hooks"), ("coverage", "Coverage"),
                ("signatures", "Signatures"),
                ("controls", "Controls"), ("artifacts", "All files"),
            ]
        return
            "<nav aria-label=\"Sections\"><ul class=\"jump\">\(targets.map { "<li><a href=\"#\($0.0)\">\($0.1)</a></li>" as Markup })</ul></nav>"
    }
}

extension Severity {
    /// What a severity stands for, in one line.
    var meaning: String {
        switch self {
        case .critical: "code run as root contradicts its evidence, or a program that apt trusts is replaced"
        case .high: "unvouched code that runs as root, or authenticity switched off"
        case .medium: "a weakened, redirected or unbacked claim"
        case .low: "odd, explainable"
        case .info: "a note for the inventory"
        }
    }
}
