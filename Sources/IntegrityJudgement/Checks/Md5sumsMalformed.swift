package import AuditModel

/// An md5sums file with lines that dpkg refuses.
package struct Md5sumsMalformed: Check {
    package static let id = CheckID("md5sums-malformed")
    package let summary = "an md5sums file with lines that are not as dpkg writes them"
    package let why = """
        Some vendors ship such files; dpkg --verify then stops with an error and checks nothing after it. A file without \
        one usable line was not made by any packaging tool.
        """
    package let references = ["deb-md5sums(5)"]
    package let guidance = [CommonSteps.compareWithArchive]

    package init() {}

    package func findings(in view: EvidenceView) -> [Finding] {
        view.evidence.tree.md5sumsNotes.map { note in
            let isProven = view.isProven(note.path)
            let severity: Severity = note.usableLines == 0 && !isProven ? .medium : .info
            return Finding(
                check: id, severity: severity, path: note.path, package: note.package,
                title: note.usableLines == 0
                    ? "md5sums holds no usable line"
                    : "md5sums holds lines in a form that dpkg does not write",
                evidence: note.problems.map { "line \($0.line ?? 0): \($0.reason)" })
        }
    }
}
