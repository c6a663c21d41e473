import ArgumentParser
import AuditModel

/// Evidence that is saved, or judged instead of a tree.
struct EvidenceOptions: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            "Save what was collected of tree, references and events, to be judged again by --evidence.",
            valueName: "file"))
    var saveEvidence: String?

    @Option(
        help: ArgumentHelp(
            "Judge saved evidence instead of a tree; with archives, indexes, keys or stores beside it the references "
                + "are collected anew.", valueName: "file"))
    var evidence: String?

    func validate() throws {
        if saveEvidence?.isEmpty == true { throw ValidationError("--save-evidence needs a file") }
        if evidence?.isEmpty == true { throw ValidationError("--evidence needs a file") }
        if evidence != nil, saveEvidence != nil {
            throw ValidationError("--save-evidence needs a tree; --evidence gives none")
        }
    }

    /// What cannot stand beside `--evidence`.
    func validate(root: String, fetches: Bool, deep: Bool, archives: [String]) throws {
        guard evidence != nil else { return }
        if root != "/" { throw ValidationError("--evidence stands in for a tree; leave --root out") }
        if fetches {
            throw ValidationError("--fetch reads a tree; give --evidence what was fetched by --archives and --index")
        }
        if deep, archives.isEmpty { throw ValidationError("--deep beside --evidence needs --archives") }
    }

    /// Puts what these options say into a request.
    func fill(_ request: inout AuditRequest) {
        request.evidence = evidence.map { UntrustedText($0.utf8) }
        request.savesTo = saveEvidence.map { UntrustedText($0.utf8) }
    }
}
