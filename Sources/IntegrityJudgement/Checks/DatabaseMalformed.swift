package import AuditModel

/// A database file that dpkg could not have written as it stands.
package struct DatabaseMalformed: Check {
    package static let id = CheckID("database-malformed")
    package let summary = "a file of the dpkg database breaks its format"
    package let why = """
        dpkg writes these files whole and renames them into place, so a broken one was cut off by a crash or edited by \
        hand. What stands after the break may be unknown to this audit, and where dpkg refuses the file it installs nothing \
        any more, security updates included.
        """
    package let references = [
        "deb822(5)", "dpkg lib/dpkg/parse.c", "dpkg lib/dpkg/db-fsys-files.c", "ATT&CK T1562.001",
    ]
    package let guidance = [DatabaseSteps.inspectRecord]

    package init() {}

    package func findings(in view: EvidenceView) -> [Finding] {
        let byFile = Dictionary(grouping: view.evidence.tree.databaseProblems, by: \.file)
        return byFile.keys.sorted().compactMap { file in
            guard let problems = byFile[file] else { return nil }
            var evidence = problems.prefix(8).map { problem -> ReportText in
                problem.line.map { "line \($0): \(problem.reason)" } ?? problem.reason
            }
            if problems.count > 8 { evidence.append("and \(problems.count - 8) more") }
            return Finding(
                check: id, severity: .medium, path: file,
                title: "the format of this file is broken in \(problems.count, "place")",
                evidence: evidence)
        }
    }
}
