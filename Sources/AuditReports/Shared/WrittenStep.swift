import AuditModel

/// A step as it is printed: with the commands of one finding or one case, ready to be pasted.
///
/// Two that are equal say and do the same, wherever they come from.
struct WrittenStep: Hashable {
    /// The step without the templates of its commands and without references.
    let head: GuidanceStep
    let commands: [String]
    /// Lines for the response console of Elastic Defend.
    let console: [String]

    init(_ step: CaseStep, in report: AuditReport) {
        head = step.step.head
        commands = step.commands.map { GuidanceCommands.command($0, in: report) }
        console = step.console.map { GuidanceCommands.console($0) }
    }

    init(_ step: GuidanceStep, for finding: JudgedFinding, in report: AuditReport) {
        head = step.head
        commands = GuidanceCommands.commands(of: step, for: finding, in: report)
        console = []
    }
}

extension GuidanceStep {
    /// What two steps have in common that differ in nothing but the values in their commands.
    var head: GuidanceStep {
        GuidanceStep(
            id: id, phase: phase, title: title, why: why, caution: caution, verify: verify, undo: undo,
            countermeasures: [])
    }
}

extension GuidanceStep {
    /// Whether the step comes before all others of its phase: what they write to, what would undo them, and the decision
    /// whether they are wanted.
    var opensPhase: Bool {
        [
            "prepare-evidence-folder", "isolate-host", "hold-starters", "remove-starters", "rebuild-host",
            "restore-backup-or-rebuild", "rebuild-rather-than-repair",
        ].contains(id)
    }
}

extension GuidancePhase {
    /// Whether the steps of cases come before those of single findings: whoever is on the host now, and what is lost
    /// first, matter more than any one file.
    var beginsWithCases: Bool { self == .preserve || self == .contain }
}
