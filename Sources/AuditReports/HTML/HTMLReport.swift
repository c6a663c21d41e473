package import AuditModel
import Digests
import FoundationEssentials

/// The report for people and for handing on: one file without script or outside load, for screen, phone and paper.
package struct HTMLReport: Renderer {
    package let name = "html"

    package init() {}

    package func render(_ report: AuditReport, style: TextStyle) -> [UInt8] {
        let sheet = PackageResources.report_css
        // With the digest in the policy not even a style of somebody else's would be applied.
        let digest = Data(ContentHasher.sha256(sheet).bytes).base64EncodedString()
        let page: Markup = """
            <!DOCTYPE html>
            <html lang="en">
            <head>
            <meta charset="utf-8">
            <meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'sha256-\(digest)'; img-src data:; base-uri 'none'; form-action 'none'">
            <meta name="viewport" content="width=device-width, initial-scale=1">
            <meta name="color-scheme" content="light dark">
            <meta name="referrer" content="no-referrer">
            <link rel="icon" href="data:,">
            <title>debvouch: \(report.verdict.rawValue), \(Self.subject(report))</title>
            <style>\(Markup(ownFile: sheet))</style>
            </head>
            <body>
            \(Self.top(report))
            <main>
            \(HTMLOverview(report: report).markup)
            \(HTMLCases(report: report).markup)
            \(HTMLEvents(report: report).markup)
            \(HTMLFindings(report: report).markup)\(HTMLExceptions(report: report).markup)
            \(HTMLGuidance(report: report).markup)
            \(HTMLHooks(report: report).markup)
            \(HTMLCoverage(report: report).markup)
            \(HTMLIndexes(report: report).markup)
            \(HTMLControls(report: report).markup)
            \(HTMLArtifacts(report: report).markup)
            </main>
            \(Self.foot(report))
            </body>
            </html>

            """
        return page.bytes
    }

    /// The host's name where the tree has one, else the root.
    private static func subject(_ report: AuditReport) -> UntrustedText {
        report.host.hostname ?? report.host.root
    }

    private static func top(_ report: AuditReport) -> Markup {
        """
        <header class="top">
        <div class="mark"><svg viewBox="0 0 24 24" aria-hidden="true"><path class="shield" d="M12 1 3 4.5v6.6C3 16.7 6.8 21.3 12 23c5.2-1.7 9-6.3 9-11.9V4.5z"/><path class="tick" d="m7.6 12 3.1 3.2 5.7-6.4"/></svg>debvouch <span>audit report</span></div>
        <time datetime="\(Formats.time(report.run.started))">\(HTMLTime.short(report.run.started))</time>
        </header>
        """
    }

    private static func foot(_ report: AuditReport) -> Markup {
        """
        <footer class="foot">
        <p>Made by debvouch \(report.run.version) as user \(report.run.uid), from \(Formats.time(report.run.started)) to \(Formats.time(report.run.finished)). This file holds no script and loads nothing; unprintable bytes of the audited tree are written as <code>\\xNN</code> or <code>\\u{N}</code>.</p>
        <p>Nothing in the audited tree was executed or changed. Guidance is printed for you to decide; debvouch carries nothing out.</p>
        </footer>
        """
    }
}

/// Times as a person reads them.
enum HTMLTime {
    /// `2026-11-23 12:00:00 UTC`.
    static func short(_ time: Timestamp) -> String {
        let text = Formats.time(time)
        if text.utf8.first == UInt8(ascii: "@") { return text }
        let parts = text.prefix(19).split(separator: "T")
        return parts.joined(separator: " ") + " UTC"
    }

    /// `2026-11-23`.
    static func day(_ time: Timestamp) -> String {
        let text = Formats.time(time)
        return text.utf8.first == UInt8(ascii: "@") ? text : String(text.prefix(10))
    }
}
