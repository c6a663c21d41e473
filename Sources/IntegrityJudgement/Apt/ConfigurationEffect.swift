package import AuditModel

/// What a configuration key can do, worst first.
package enum ConfigurationEffect: String, CaseIterable, Comparable, Sendable {
    case executes
    case overridesProgram = "overrides-program"
    case weakens
    case redirects
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
}
