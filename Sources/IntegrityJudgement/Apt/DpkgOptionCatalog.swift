package import AuditModel

/// The one table of what dpkg's options do (dpkg(1); src/main/main.c and src/common/force.c of dpkg 1.21.22).
package enum DpkgOptionCatalog {
    /// Judges one line of a dpkg configuration file.
    package static func judgement(of directive: DpkgDirective) -> ConfigurationJudgement {
        let isMain = directive.position.file == DebianPaths.dpkgMainFile
        return judgement(option: directive.option, value: directive.value ?? "", isMainFile: isMain)
    }

    /// Judges one word that apt adds to dpkg's command line, such as `--force-confold`.
    package static func judgement(ofArgument argument: UntrustedText) -> ConfigurationJudgement {
        if argument.isEmpty { return .plain }
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
            guard value != DebianPaths.dpkgLog.text else { return .plain }
            return ConfigurationJudgement(.redirects, .medium, "makes dpkg write its log elsewhere, as root")
        case "no-debsig":
            return ConfigurationJudgement(
                .weakens, isMainFile ? .info : .low, "does not ask for signatures inside packages")
        case "ignore-depends", "abort-after", "no-triggers", "status-fd", "auto-deconfigure":
            return ConfigurationJudgement(.weakens, .low, "changes what dpkg does at each run")
        case "no-act", "dry-run", "simulate":
            return ConfigurationJudgement(.holdsBack, .medium, "makes dpkg end with success and change nothing")
        case _ where actions.contains(option):
            return ConfigurationJudgement(
                .holdsBack, .medium, "is an action, with which every other call of dpkg fails")
        case "selected-only":
            return ConfigurationJudgement(.holdsBack, .low, "leaves out packages that are not selected")
        case "path-exclude":
            guard leavesOutCode(value) else { return .plain }
            return ConfigurationJudgement(.holdsBack, .low, "leaves out files of packages that are more than texts")
        case "path-include", "verify-format", "verify-output", "skip-same-version", "refuse-downgrade", "robot",
            "no-pager", "pager", "triggers", "debug", "recursive":
            return .plain
        default:
            return force(option, value)
        }
    }

    private static let actions: Set<UntrustedText> = [
        "add-architecture", "assert-multi-arch", "assert-multi-conrep", "assert-support-predepends", "audit",
        "build", "clear-avail", "clear-selections", "compare-versions", "configure", "contents", "control-list",
        "control-path", "control-show", "extract", "field", "force-help", "forget-old-unavail", "fsys-tarfile",
        "get-selections", "help", "info", "install", "license", "list", "listfiles", "merge-avail",
        "predep-package", "print-architecture", "print-avail", "print-foreign-architectures", "purge",
        "record-avail", "remove", "remove-architecture", "search", "set-selections", "show", "status", "triggers-only",
        "unpack", "update-avail", "validate-archname", "validate-pkgname", "validate-trigname", "validate-version",
        "verify", "version", "vextract", "yet-to-unpack",
    ]

    private static let texts: [UntrustedText] = [
        "/usr/share/doc", "/usr/share/man", "/usr/share/info", "/usr/share/locale", "/usr/share/groff",
        "/usr/share/linda", "/usr/share/lintian", "/usr/share/omf", "/usr/share/gnome/help", "/usr/share/help",
        "/usr/share/gtk-doc", "/usr/share/bug", "/usr/share/calendar", "/usr/share/i18n", "/usr/share/icons",
        "/usr/share/pixmaps", "/usr/share/sounds", "/usr/share/vim", "/usr/share/cups", "/usr/share/menu",
    ]

    private static func leavesOutCode(_ pattern: UntrustedText) -> Bool { !pattern.beginsAny(texts) }

    private static func hook(_ when: String) -> ConfigurationJudgement {
        ConfigurationJudgement(.executes, .high, "makes dpkg run a shell command", when: when, asWhom: "root")
    }

    private static let harmlessForces: Set<UntrustedText> = [
        "unsafe-io", "confold", "confdef", "confmiss", "confnew", "confask", "downgrade", "configure-any",
    ]

    /// `force-x,y`, `force=x,y`; `no-force-x` and `refuse-x` only take away.
    private static func force(_ option: UntrustedText, _ value: UntrustedText) -> ConfigurationJudgement {
        var things: [UntrustedText] = []
        if option == "force" {
            things = value.bytes.split(separator: 0x2C).map { UntrustedText($0) }
        } else if option.begins(with: "force-") {
            things = option.bytes.dropFirst(6).split(separator: 0x2C).map { UntrustedText($0) }
        }
        if things.isEmpty {
            return option.beginsAny(["no-force-", "refuse-", "refuse", "no-force"]) ? .plain : .unknown
        }
        guard things.contains(where: { !harmlessForces.contains($0) }) else { return .plain }
        if things.contains("bad-verify") || things.contains("all") {
            return ConfigurationJudgement(.weakens, .high, "makes dpkg install what it could not verify")
        }
        return ConfigurationJudgement(.weakens, .medium, "switches off a check of dpkg's at each run")
    }
}
