package import AuditModel

/// What a configuration key can do, worst first.
package enum ConfigurationEffect: String, CaseIterable, Comparable, Sendable {
    case executes
    case overridesProgram = "overrides-program"
    case weakens
    case redirects
    /// Keeps updates from being installed.
    case holdsBack = "holds-back"
    /// Below a tree that apt reads, and in no table of ours.
    case unknown
    case plain

    private var rank: Int { Self.allCases.firstIndex(of: self) ?? 0 }

    package static func < (left: ConfigurationEffect, right: ConfigurationEffect) -> Bool {
        left.rank > right.rank
    }
}

/// What one directive with its value does, and what an unvouched one deserves.
package struct ConfigurationJudgement: Hashable, Sendable {
    package let effect: ConfigurationEffect
    package let severity: Severity
    /// What follows from it, as the end of "this ...".
    package let meaning: String
    /// When a command runs; empty for a key that runs none.
    package let when: String
    /// As which user it runs; empty for a key that runs none.
    package let asWhom: String
    /// Whether no program reads the key where it stands, below `Binary::NAME` of another program.
    package var isDormant = false

    package init(
        _ effect: ConfigurationEffect, _ severity: Severity, _ meaning: String, when: String = "", asWhom: String = ""
    ) {
        self.effect = effect
        self.severity = severity
        self.meaning = meaning
        self.when = when
        self.asWhom = asWhom
    }

    package static let plain = ConfigurationJudgement(.plain, .info, "only sets data")
    package static let unknown = ConfigurationJudgement(.unknown, .low, "is not known to be harmless")

    /// What is left of it below `Binary::NAME`, which only those programs read.
    func limited(to programs: [UntrustedText], isHook: Bool) -> ConfigurationJudgement {
        let isRead = programs.allSatisfy(AptPrograms.isReader)
        let isRun = isRead && (!isHook || programs.contains(where: AptPrograms.installers.contains))
        if isRun { return self }
        var dormant = ConfigurationJudgement(
            effect, min(severity, .low), meaning, when: when.isEmpty ? "" : "never",
            asWhom: asWhom.isEmpty ? "" : "nobody")
        dormant.isDormant = true
        return dormant
    }
}
