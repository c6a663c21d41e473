package import AuditModel

/// The one table of what apt's keys do.
package enum AptKeyCatalog {
    private static let rules =
        AptExecutingKeys.rules + AptOverridingKeys.rules + AptWeakeningKeys.rules + AptRedirectingKeys.rules

    /// Judges a directive; `#clear` and `#include` set nothing and are plain here.
    package static func judgement(of directive: AptDirective) -> ConfigurationJudgement {
        switch directive.action {
        case .clear, .include: .plain
        case .append: judgement(key: directive.key, value: directive.value, isListMember: true)
        case .set: judgement(key: directive.key, value: directive.value, isListMember: false)
        }
    }

    /// Judges a setting in force; a list member's key ends in `::`.
    package static func judgement(of setting: AptSetting) -> ConfigurationJudgement {
        judgement(key: setting.key, value: setting.value, isListMember: setting.key.ends(with: "::"))
    }

    private static func judgement(
        key: UntrustedText, value: UntrustedText, isListMember: Bool
    ) -> ConfigurationJudgement {
        let parts = AptKey.effectiveComponents(of: key)
        if parts.starts(with: ["dpkg", "options"]) { return DpkgOptionCatalog.judgement(ofArgument: value) }
        if isOriginList(parts) { return originJudgement(value) }
        guard let rule = rules.first(where: { $0.matches(parts) }), rule.condition.holds(for: value) else {
            return .plain
        }
        if rule.reach == .list, !isListMember, parts.count == rule.pattern.count {
            return ConfigurationJudgement(
                rule.judgement.effect, .low, "names a hook but as a single value, which apt does not run",
                when: "never", asWhom: "nobody")
        }
        return rule.judgement
    }

    /// unattended-upgrades(8): packages of these origins install themselves.
    private static func isOriginList(_ parts: [UntrustedText]) -> Bool {
        parts.first == "unattended-upgrade" && parts.count >= 2
            && (parts[1] == "origins-pattern" || parts[1] == "allowed-origins")
    }

    private static let stockOrigins: [UntrustedText] = [
        "origin=debian,", "o=debian,", "debian:", "debian ", "${distro_id}", "origin=ubuntu,", "o=ubuntu,", "ubuntu:",
        "origin=raspbian,", "origin=${distro_id}", "uesm", "ubuntuesm:", "ubuntuesmapps:",
    ]

    private static func originJudgement(_ value: UntrustedText) -> ConfigurationJudgement {
        if value.isEmpty || value.asciiLowercased.beginsAny(stockOrigins) { return .plain }
        return ConfigurationJudgement(.weakens, .medium, "lets packages of one more origin install themselves")
    }
}
