package import AuditModel
import ShellReading

/// A command that apt or dpkg is configured to run.
package struct ConfiguredCommand: Hashable, Sendable {
    /// `apt` or `dpkg`.
    package let runner: String
    package let key: UntrustedText
    package let command: UntrustedText
    package let judgement: ConfigurationJudgement
    /// Nil where libapt-pkg and our reader disagree on the value's place.
    package let position: SourcePosition?
    /// The known benign shape that the whole command has, if any.
    package let shape: BenignShape?
    /// Programs and sourced files that the command names, in order: absolute paths, or names to be sought in PATH.
    package var programs: [UntrustedText] { CommandPrograms.programs(in: command) }

    package var when: String { judgement.when }
    package var asWhom: String { judgement.asWhom }

    init(
        runner: String, key: UntrustedText, command: UntrustedText, judgement: ConfigurationJudgement,
        position: SourcePosition?
    ) {
        self.runner = runner
        self.key = key
        self.command = command
        self.judgement = judgement
        self.position = position
        shape = BenignShapes.shape(of: command)
    }

    /// What an unvouched one deserves: the less, the more its content and the programs that it names speak for it.
    func severity(in programs: HookPrograms) -> Severity {
        min(judgement.severity, CommandStanding(self, in: programs).ceiling)
    }
}

/// The commands in apt's configuration; usable without any check.
package enum AptHooks {
    /// Every command in force, in tree order, with its place.
    package static func all(in apt: AptConfiguration) -> [ConfiguredCommand] {
        apt.effective.compactMap { setting in
            command(
                key: setting.key, value: setting.value, judgement: AptKeyCatalog.judgement(of: setting),
                position: setting.position)
        }
    }

    /// The commands that one file holds, in force or not.
    package static func all(in file: AptConfigurationFile) -> [ConfiguredCommand] {
        file.directives.compactMap { directive in
            command(
                key: directive.key, value: directive.value, judgement: AptKeyCatalog.judgement(of: directive),
                position: directive.position)
        }
    }

    /// Settings in force that do something else than run a command or hold data: overrides, weakenings, redirections.
    package static func notableSettings(in apt: AptConfiguration) -> [(AptSetting, ConfigurationJudgement)] {
        apt.effective.compactMap { setting in
            let judgement = AptKeyCatalog.judgement(of: setting)
            return judgement.effect == .plain || judgement.effect == .executes ? nil : (setting, judgement)
        }
    }

    private static func command(
        key: UntrustedText, value: UntrustedText, judgement: ConfigurationJudgement, position: SourcePosition?
    ) -> ConfiguredCommand? {
        guard judgement.effect == .executes else { return nil }
        return ConfiguredCommand(
            runner: "apt", key: key, command: value, judgement: judgement, position: position)
    }
}

/// The commands in dpkg's configuration.
package enum DpkgHooks {
    package static func all(in files: [DpkgConfigurationFile]) -> [ConfiguredCommand] {
        files.filter(\.reading.isRead).flatMap { all(in: $0) }
    }

    package static func all(in file: DpkgConfigurationFile) -> [ConfiguredCommand] {
        file.directives.compactMap { directive in
            let judgement = DpkgOptionCatalog.judgement(of: directive)
            guard judgement.effect == .executes else { return nil }
            return ConfiguredCommand(
                runner: "dpkg", key: directive.option, command: directive.value ?? "", judgement: judgement,
                position: directive.position)
        }
    }
}
