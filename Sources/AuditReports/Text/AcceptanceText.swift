package import AuditModel

/// One file that was accepted, as it is told.
package struct AcceptanceEntry: Sendable {
    package let path: HostPath
    package let exception: AuditException
    /// Those that the exception silences.
    package let findings: [JudgedFinding]
    /// Those about the same file that stand nevertheless.
    package let others: [JudgedFinding]
    /// Words in the file's commands of which nobody can say what they run.
    package let unresolved: [UntrustedText]

    package init(
        path: HostPath, exception: AuditException, findings: [JudgedFinding], others: [JudgedFinding],
        unresolved: [UntrustedText]
    ) {
        self.path = path
        self.exception = exception
        self.findings = findings
        self.others = others
        self.unresolved = unresolved
    }
}

/// Says what was accepted and what has to stay as it is.
package enum AcceptanceText {
    package static func bytes(of entries: [AcceptanceEntry], in file: UntrustedText, style: TextStyle) -> [UInt8] {
        var lines = TextLines(style: style)
        for entry in entries { write(entry, into: &lines) }
        lines.wrapped(
            "\(Formats.count(entries.count, "file")) accepted in \(Escaping.printable(file)); give it to audit with "
                + "--exceptions, and to check with Exceptions in debvouch.conf.", lead: "")
        return lines.bytes
    }

    private static func write(_ entry: AcceptanceEntry, into lines: inout TextLines) {
        lines.add(style(entry, lines))
        lines.add("  as        \(Escaping.printable(entry.exception.id))")
        for digest in entry.exception.conditions.compactMap(\.pinnedDigests).joined() {
            lines.add("  sha256    \(Escaping.printable(digest))")
        }
        for program in entry.exception.programs ?? [] {
            lines.add("  runs      \(Escaping.printable(program.path))")
            lines.add("  sha256    \(program.sha256.hex)")
        }
        for word in entry.unresolved {
            lines.add("  NOT PINNED: whatever \(Escaping.printable(word)) runs")
        }
        for judged in entry.findings { lines.add("  silenced  \(text(of: judged))") }
        for judged in entry.others { lines.add("  stands    \(text(of: judged))") }
    }

    private static func style(_ entry: AcceptanceEntry, _ lines: TextLines) -> String {
        let word = entry.exception.accepts ? "accepted" : "silenced, not accepted:"
        return lines.style.paint("\(word) \(Escaping.printable(entry.path))", .strong)
    }

    private static func text(of judged: JudgedFinding) -> String {
        "\(judged.id)  \(judged.finding.severity.rawValue)  \(judged.finding.check.rawValue)"
    }
}
