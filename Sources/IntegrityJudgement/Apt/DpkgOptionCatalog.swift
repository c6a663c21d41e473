package import AuditModel

/// The one table of what dpkg's options do (dpkg(1); src/main/main.c and src/common/force.c of dpkg 1.21.22).
package enum DpkgOptionCatalog {
    /// Judges one line of a dpkg configuration file.
    package static func judgement(of directive: DpkgDirective) -> ConfigurationJudgement {
        let isMain = directive.position.file == "/etc/dpkg/dpkg.cfg"
        return judgement(option: directive.option, value: directive.value ?? "", isMainFile: isMain)
    }

    /// Judges one word that apt adds to dpkg's command line, such as `--force-confold`.
    package static func judgement(ofArgument argument: UntrustedText) -> ConfigurationJudgement {
        let bare = argument.bytes.drop { $0 == 0x2D }
        let cut = bare.firstIndex { $0 == 0x3D || $0.isASCIISpace } ?? bare.endIndex
        let value = UntrustedText(bare[cut...].dropFirst())
        return judgement(option: UntrustedText(bare[..<cut]), value: value, isMainFile: false)
    }

    private static func judgement(
        option: UntrustedText, value: UntrustedText, isMainFile: Bool
    ) -> ConfigurationJudgement {
        switch option {
        case "pre-invoke": return hook("before dpkg changes packages")
        case "post-invoke": return hook("after dpkg changed packages")
        case "status-logger": return hook("whenever dpkg itself acts, with its status lines as input")
        case "root", "instdir", "admindir":
            return ConfigurationJudgement(.redirects, .high, "makes dpkg work on another tree or database")
        case "log":
            guard value != "/var/log/dpkg.log" else { return .plain }
            return ConfigurationJudgement(.redirects, .medium, "makes dpkg write its log elsewhere, as root")
        case "no-debsig":
            return ConfigurationJudgement(
                .weakens, isMainFile ? .info : .low, "does not ask for signatures inside packages")
        case "ignore-depends", "abort-after", "no-triggers", "status-fd", "no-pager":
            return ConfigurationJudgement(.weakens, .low, "changes what dpkg does at each run")
        case "path-exclude", "path-include":
            return .plain
        default:
            return force(option, value)
        }
    }

    private static func hook(_ when: String) -> ConfigurationJudgement {
        ConfigurationJudgement(.executes, .high, "makes dpkg run a shell command", when: when, asWhom: "root")
    }

    private static let harmlessForces: Set<UntrustedText> = [
        "unsafe-io", "confold", "confdef", "confmiss", "confnew", "confask", "downgrade", "configure-any",
    ]

    /// `force-x`, `force=x,y`; `no-force-x` and `refuse-x` only take away.
    private static func force(_ option: UntrustedText, _ value: UntrustedText) -> ConfigurationJudgement {
        var things: [UntrustedText] = []
        if option == "force" {
            things = value.bytes.split(separator: 0x2C).map { UntrustedText($0) }
        } else if option.begins(with: "force-") {
            things = [UntrustedText(option.bytes.dropFirst(6))]
        }
        guard things.contains(where: { !harmlessForces.contains($0) }) else { return .plain }
        if things.contains("bad-verify") || things.contains("all") {
            return ConfigurationJudgement(.weakens, .high, "makes dpkg install what it could not verify")
        }
        return ConfigurationJudgement(.weakens, .medium, "switches off a check of dpkg's at each run")
    }
}
