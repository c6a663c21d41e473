import AuditModel

/// How far below its pattern a rule reaches.
enum AptKeyReach: Sendable {
    case exact
    /// Members of a list: apt runs the children of a hook key, not a value of the key itself.
    case list
    /// The key and everything below it.
    case subtree
}

/// One row of the table of keys.
struct AptKeyRule: Sendable {
    /// Lower case, `*` for any one component.
    let pattern: [UntrustedText]
    let reach: AptKeyReach
    let condition: AptValueCondition
    let judgement: ConfigurationJudgement

    init(
        _ pattern: UntrustedText, _ reach: AptKeyReach = .exact, when condition: AptValueCondition = .always,
        _ judgement: ConfigurationJudgement
    ) {
        self.pattern = AptKey.components(of: pattern)
        self.reach = reach
        self.condition = condition
        self.judgement = judgement
    }

    func matches(_ key: [UntrustedText]) -> Bool {
        guard key.count >= pattern.count, reach != .exact || key.count == pattern.count else { return false }
        return zip(pattern, key).allSatisfy { $0 == "*" || $0 == $1 }
    }
}
