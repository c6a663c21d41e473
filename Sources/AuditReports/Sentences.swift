import AuditModel

/// Sentences that several formats share.
enum Sentences {
    /// The verdict in words, without the exit status.
    static func verdict(_ report: AuditReport) -> String {
        var parts: [String] = []
        let failing = Severity.allCases.compactMap { severity -> String? in
            let count = report.failing.count { $0.finding.severity == severity }
            return count == 0 ? nil : "\(count) \(severity.rawValue)"
        }
        if failing.isEmpty {
            let limit = report.policy.failOn.map { " at \($0.rawValue) or above" } ?? ""
            parts.append("Nothing was found\(limit).")
        } else {
            parts.append("Found: \(failing.joined(separator: ", ")).")
        }
        if !report.belowRequired.isEmpty, let rung = report.policy.requiredRung {
            parts.append(
                "\(Formats.count(report.belowRequired.count, "file")) could not be proven to \(rung.rawValue).")
        }
        if !report.coverage.gaps.isEmpty {
            parts.append("\(Formats.count(report.coverage.gaps.count, "item")) could not be examined.")
        }
        if report.verdict == .clean { parts.append("Everything in scope was examined.") }
        return parts.joined(separator: " ")
    }

    /// How far the evidence carries a finding.
    static func certainty(of finding: Finding, in report: AuditReport) -> String {
        guard let assessment = report.artifact(at: finding.path)?.assessment else { return "seen directly in the tree" }
        switch assessment.rung {
        case .contradicted:
            let rung = assessment.contradicts?.rawValue ?? "archive-only"
            return "the file contradicts evidence at rung \(rung)"
        case .unverifiable, .selfConsistent:
            return "seen directly in the tree; nothing from outside it says what the file should be"
        case .signed, .signedOtherVersion, .hostTrusted, .archiveOnly, .baseline:
            return "seen directly in the tree; the file's bytes are \(assessment.rung.rawValue)"
        }
    }
}
