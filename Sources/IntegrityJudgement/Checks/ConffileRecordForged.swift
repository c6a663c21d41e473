package import AuditModel

/// A Conffiles digest in the status file that the archive's own file does not have.
package struct ConffileRecordForged: Check {
    package static let id = CheckID("conffile-record-forged")
    package let summary = "the digest that the status file records for a conffile is not the shipped file's"
    package let why = """
        With the record changed to the edited file's digest, dpkg --verify passes the edit, and the next upgrade replaces \
        it without a question, which removes the evidence. dpkg records only digests of what it unpacked.
        """
    package let references = ["dpkg src/main/configure.c", "dpkg lib/dpkg/fields.c:f_conffiles", "ATT&CK T1070"]
    package let guidance = [CommonSteps.preserveFile, DatabaseSteps.inspectRecord, CommonSteps.findWriter]

    package init() {}

    package func findings(in view: EvidenceView) -> [Finding] {
        view.ledger.packages.flatMap { package -> [Finding] in
            let archives = ReferenceSelection.deciding(among: view.evidence.references.archives[package.key] ?? [])
            guard let archive = archives.first(where: { $0.payload != nil }), package.status == .installed else {
                return []
            }
            return package.conffiles.compactMap { record in
                guard !record.isObsolete, let recorded = record.shippedMD5,
                    let shipped = archive.payloadEntry(at: record.path), shipped.kind == .regular,
                    let expected = shipped.md5, expected != recorded
                else { return nil }
                return Finding(
                    check: id, severity: .critical, path: record.path, package: package.key,
                    title: "the recorded digest of this conffile is not that of the file the package ships",
                    evidence: [
                        "recorded md5 \(ours: recorded.hex) at \(package.position.text)",
                        "shipped  md5 \(ours: expected.hex) in \(archive.location)",
                    ])
            }
        }
    }
}
