package import AuditModel

/// Journal files that dpkg has not yet merged into the status file.
package struct JournalPresent: Check {
    package static let id = CheckID("journal-present")
    package let summary = "dpkg's journal in updates/ is not empty"
    package let why = """
        dpkg lays these files over the status file, so a package or state that stands only here is real to dpkg and \
        invisible to every tool that reads the status file alone. dpkg empties the folder at the end of each run.
        """
    package let references = ["dpkg lib/dpkg/dbmodify.c:cleanupdates"]
    package let guidance = [DatabaseSteps.inspectRecord, DatabaseSteps.finishTransaction]

    package init() {}

    package func findings(in view: EvidenceView) -> [Finding] {
        view.ledger.journal.map { path in
            let packages = view.ledger.packages.filter { $0.position.file == path }
            return Finding(
                check: id, severity: .medium, path: path,
                title: "dpkg's journal holds an entry that is laid over the status file",
                evidence: packages.map { "\($0.key.text) \($0.version) is \($0.status)" })
        }
    }
}
