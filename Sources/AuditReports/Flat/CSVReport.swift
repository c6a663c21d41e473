package import AuditModel

/// One line a finding for a spreadsheet, as RFC 4180 has it: every field quoted, lines ended by CR LF.
package struct CSVReport: Renderer {
    package let name = "csv"

    package init() {}

    private static let header = [
        "id", "severity", "check", "path", "path_b64", "package", "version", "verdict", "rung", "title", "evidence",
        "sha256", "controls", "next_step", "excepted_by",
    ]

    package func render(_ report: AuditReport, style: TextStyle) -> [UInt8] {
        var lines = [Self.line(Self.header)]
        for finding in report.findings { lines.append(Self.line(fields(of: finding, in: report))) }
        return Array(lines.joined().utf8)
    }

    private func fields(of judged: JudgedFinding, in report: AuditReport) -> [String] {
        let finding = judged.finding
        let artifact = report.artifact(at: finding.path)
        return [
            judged.id, finding.severity.rawValue, finding.check.rawValue, Escaping.printable(finding.path),
            JSONPath.base64(finding.path.text) ?? "", finding.package.map { Escaping.printable($0.text) } ?? "",
            artifact?.version.map { Escaping.printable($0) } ?? "", artifact?.assessment?.verdict.rawValue ?? "",
            artifact?.assessment?.rung.rawValue ?? "", Escaping.printable(finding.title),
            finding.evidence.map { Escaping.printable($0) }.joined(separator: "; "), artifact?.sha256?.hex ?? "",
            ControlCatalog.shared.labels(for: finding.check).joined(separator: "; "),
            judged.exceptedBy == nil ? judged.guidance.first?.title ?? "" : "",
            judged.exceptedBy.map { Escaping.printable($0) } ?? "",
        ]
    }

    private static func line(_ fields: [String]) -> String {
        fields.map(quoted).joined(separator: ",") + "\r\n"
    }

    /// In quotes, and led by an apostrophe where a spreadsheet would take the field for a formula.
    private static func quoted(_ field: String) -> String {
        let isFormula = field.utf8.first.map { "=+-@\t\r".utf8.contains($0) } ?? false
        var output = isFormula ? "\"'" : "\""
        for scalar in field.unicodeScalars {
            if scalar == "\"" { output += "\"" }
            output.unicodeScalars.append(scalar)
        }
        return output + "\""
    }
}
