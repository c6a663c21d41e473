import AuditModel

/// Pieces that several parts of the page share.
enum HTMLParts {
    /// Words of ours as text, bytes of the tree as code.
    static func sentence(_ text: ReportText) -> Markup {
        text.pieces.reduce(into: Markup()) { output, piece in
            switch piece {
            case .ours(let words): output += "\(words)"
            case .theirs(let bytes): output += bytes.isEmpty ? "" : "<code>\(bytes)</code>"
            }
        }
    }

    static func rung(_ rung: EvidenceRung) -> Markup {
        "<span class=\"rung\"><i class=\"f-\(rung.rawValue)\"></i>\(rung.rawValue)</span>"
    }

    static func severity(_ severity: Severity) -> Markup {
        "<span class=\"sev c-\(severity.rawValue)\">\(severity.rawValue)</span>"
    }

    static func link(to finding: JudgedFinding) -> Markup {
        "<a href=\"#\(finding.id)\"><code>\(finding.finding.path)</code></a>"
    }

    /// A section with its heading and a sentence that says what it shows.
    static func section(_ id: String, _ title: String, _ lead: String, _ body: Markup) -> Markup {
        """
        <section id="\(id)">
        <h2>\(title)</h2>
        <p class="lead">\(lead)</p>
        \(body)
        </section>
        """
    }

    /// A block that is closed until it is asked for.
    static func folded(_ title: String, _ note: String, _ body: Markup) -> Markup {
        """
        <details class="card"><summary>\(title) <span>\(note)</span></summary>
        \(body)
        </details>
        """
    }
}
