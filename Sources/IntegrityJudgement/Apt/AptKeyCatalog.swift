package import AuditModel

/// The one table of what apt's keys do.
package enum AptKeyCatalog {
    /// By the first part of their pattern, so that a key is held against few of them; the first that holds decides.
    private static let rules: [UntrustedText: [AptKeyRule]] = Dictionary(
        grouping: AptExecutingKeys.rules + AptOverridingKeys.rules + AptWeakeningKeys.rules + AptHoldingKeys.rules
            + AptRedirectingKeys.rules,
        by: { $0.pattern[0] })

    /// Judges a directive; `#include` sets nothing and is plain here.
    package static func judgement(of directive: AptDirective) -> ConfigurationJudgement {
        switch directive.action {
        case .include: .plain
        case .clear: judgement(ofClearing: directive.key)
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
        let (parts, programs) = AptKey.effectiveParts(of: key)
        let judgement = judgement(parts, value, isListMember: isListMember)
        if programs.isEmpty || judgement.effect == .plain { return judgement }
        return judgement.limited(to: programs, isHook: AptExecutingKeys.isHook(parts))
    }

    private static func judgement(
        _ parts: [UntrustedText], _ value: UntrustedText, isListMember: Bool
    ) -> ConfigurationJudgement {
        guard let tree = parts.first else { return .plain }
        if parts.starts(with: ["dpkg", "options"]) { return DpkgOptionCatalog.judgement(ofArgument: value) }
        if isOriginList(parts) { return originJudgement(value) }
        var matching = (rules[tree] ?? []).filter { $0.matches(parts) }
        let other = AptOverridingKeys.otherProgram
        if matching.isEmpty, other.matches(parts) { matching = [other] }
        guard let rule = matching.first(where: { $0.condition.holds(for: value) }) else {
            let isKnown = !matching.isEmpty || AptPlainKeys.holds(parts)
            return isKnown || !AptPlainKeys.judgedTrees.contains(tree) || value.isEmpty ? .plain : .unknown
        }
        if rule.reach == .exact, isListMember { return .plain }
        if rule.reach == .list, !isListMember, parts.count == rule.pattern.count {
            return ConfigurationJudgement(
                rule.judgement.effect, .low, "names a hook but as a single value, which apt does not run",
                when: "never", asWhom: "nobody")
        }
        return rule.judgement
    }

    /// Settings of apt's own that a `#clear` takes away, with what then holds (apt-pkg/init.cc, pkgInitConfig).
    private static func judgement(ofClearing key: UntrustedText) -> ConfigurationJudgement {
        let parts = AptKey.effectiveComponents(of: key)
        if (["apt", "sandbox", "user"] as [UntrustedText]).starts(with: parts) {
            return ConfigurationJudgement(.weakens, .medium, "lets the programs that download run as root")
        }
        return .plain
    }

    /// unattended-upgrades(8): packages of these origins install themselves.
    private static func isOriginList(_ parts: [UntrustedText]) -> Bool {
        parts.first == "unattended-upgrade" && parts.count >= 2
            && (parts[1] == "origins-pattern" || parts[1] == "allowed-origins")
    }

    private static let stockOrigins: [UntrustedText] = [
        "origin=debian,", "o=debian,", "debian:", "debian ", "${distro_id}", "origin=ubuntu,", "o=ubuntu,", "ubuntu:",
        "origin=raspbian,", "origin=raspberry pi foundation,", "origin=${distro_id}", "uesm", "ubuntuesm:",
        "ubuntuesmapps:",
    ]

    private static func originJudgement(_ value: UntrustedText) -> ConfigurationJudgement {
        if value.isEmpty || value.asciiLowercased.beginsAny(stockOrigins) { return .plain }
        return ConfigurationJudgement(.weakens, .medium, "lets packages of one more origin install themselves")
    }
}
