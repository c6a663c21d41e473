package import AuditModel

/// An md5sums file with lines that dpkg refuses.
package struct Md5sumsMalformed: Check {
    package static let id = CheckID("md5sums-malformed")
    package let summary = "an md5sums file that is empty, or has lines that are not as dpkg writes them"
    package let why = """
        Some vendors ship such files; dpkg --verify then stops with an error and checks nothing after it. A file without \
        one usable line was not made by any packaging tool.
        """
    package let references = ["deb-md5sums(5)"]
    package let guidance = [CommonSteps.compareWithArchive]

    package init() {}

    package func findings(in view: EvidenceView) -> [Finding] {
        view.evidence.tree.md5sumsNotes.map { note in
            var evidence = note.problems.map { problem -> ReportText in
                problem.line.map { "line \($0): \(problem.reason)" } ?? problem.reason
            }
            if let path = note.leavesOut { evidence.append("it does not name \(path), which the list claims") }
            return Finding(
                check: id, severity: severity(of: note, in: view), path: note.path, package: note.package,
                title: title(of: note), evidence: evidence)
        }
    }

    private func title(of note: Md5sumsNote) -> ReportText {
        if note.leavesOut != nil { return "md5sums is empty, so dpkg --verify checks none of the package's files" }
        if note.usableLines > 0 { return "md5sums holds lines in a form that dpkg does not write" }
        return note.unusableLines > 0 && note.sha256Lines == note.unusableLines
            ? "md5sums holds SHA-256 digests alone, and dpkg --verify stops at them" : "md5sums holds no usable line"
    }

    /// A vendor that puts SHA-256 digests there does so in every line; only what no packaging tool makes is odd.
    private func severity(of note: Md5sumsNote, in view: EvidenceView) -> Severity {
        if note.usableLines > 0 || view.isProven(note.path) { return .info }
        return note.leavesOut == nil && note.sha256Lines == note.unusableLines ? .low : .medium
    }
}
