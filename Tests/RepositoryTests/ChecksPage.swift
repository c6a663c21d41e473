import AuditModel
import IntegrityJudgement

/// debvouch-checks(7), made from the catalogue, so that no check is described twice.
struct ChecksPage {
    /// The date of debvouch(1).
    let date: String

    let path = "man/debvouch-checks.7"

    var text: String {
        let head = [
            #".\" Made by the tests from the checks themselves; DEBVOUCH_RECORD=1 make test writes it anew."#,
            ".Dd \(date)", ".Dt DEBVOUCH-CHECKS 7", ".Os", ".Sh NAME", ".Nm debvouch-checks",
            ".Nd what debvouch looks for in a tree", ".Sh DESCRIPTION",
            "Each finding of", ".Xr debvouch 1", "names the check that reported it.",
            "The name of a check never changes once it is released.",
            "How severe a finding is depends on what was found;", ".Ql debvouch explain Ar name",
            "prints what follows here together with what to do about it, step by step.",
            ".Pp", "Checks are chosen with the options", ".Fl -check", "and", ".Fl -skip-check", "of",
            ".Xr debvouch-audit 1 .", ".Sh CHECKS", ".Bl -tag -width Ds",
        ]
        let tail =
            [".El", ".Sh SEE ALSO"]
            + Mdoc.references([
                ("debvouch", 1), ("debvouch-audit", 1), ("debvouch-explain", 1), ("debvouch-report", 5),
                ("debvouch-evidence", 7),
            ])
        return (head + CheckCatalog.checks.flatMap(Self.item) + tail).joined(separator: "\n") + "\n"
    }

    private static func item(_ check: any Check) -> [String] {
        let summary = check.summary.prefix(1).uppercased() + check.summary.dropFirst() + "."
        let references =
            check.references.isEmpty ? [] : [".Pp", "See \(Mdoc.escaped(check.references.joined(separator: "; ")))."]
        return [".It Cm \(check.id.rawValue)"] + Mdoc.sentences(summary) + Mdoc.sentences(check.why) + references
    }
}
